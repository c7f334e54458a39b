"""The registries: what is landed. Replacing _batches.parquet is the commit of a run.

The other registries are written beside it first and put in place after it; each file
carries the number of the delivery it belongs to, so that a start after a crash knows
whether to finish the replacement or to throw it away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from landing.contract import SourceContract
from landing.identity_index import remove_unregistered
from landing.layout import (
    BATCHES,
    DELIVERED_COLUMNS,
    KEYS,
    QUARANTINE,
    RETRACTED,
    Layout,
    landed_schema,
)
from landing.parquet_files import sync, write_atomically
from landing.reasons import blocked

_DELIVERY = b"delivery_number"
_NEXT = ".next"


def read_registry(path: Path, schema: pa.Schema) -> pa.Table:
    """A registry, empty if it does not exist yet; LandingError HOME_UNREADABLE."""
    if not path.exists():
        return schema.empty_table()
    try:
        table = pq.read_table(path).replace_schema_metadata(None)
        return table.cast(schema)
    except (pa.ArrowInvalid, ValueError, OSError) as error:
        raise blocked("HOME_UNREADABLE", file=f"landing/{path.name}") from error


def commit(
    layout: Layout, delivery_number: int, tables: Mapping[Path, pa.Table]
) -> None:
    """Replace registries, _batches.parquet first: from then on the run is landed."""
    metadata = {_DELIVERY: str(delivery_number).encode()}
    for path, table in tables.items():
        waiting = path.with_name(path.name + _NEXT)
        pq.write_table(table.replace_schema_metadata(metadata), waiting)
        sync(waiting)
    for path in sorted(tables, key=lambda item: item != layout.batches):
        os.replace(path.with_name(path.name + _NEXT), path)
        sync(layout.landing)


def recover(layout: Layout) -> None:
    """Bring a home back to its last committed run after a crash."""
    if layout.incoming.exists():
        shutil.rmtree(layout.incoming)
    committed = _delivery(layout.batches)
    for waiting in layout.landing.glob(f"_*.parquet{_NEXT}"):
        final = waiting.with_name(waiting.name.removesuffix(_NEXT))
        if final != layout.batches and _delivery(waiting) == committed is not None:
            os.replace(waiting, final)
        else:
            waiting.unlink()
    registered = read_registry(layout.batches, BATCHES)
    numbers = {0, *registered["batch_number"].to_pylist()}
    quarantine = layout.quarantine(0).parent.glob("[0-9]*.parquet")
    for path in [*layout.landing.glob("*/*/[0-9]*.parquet"), *quarantine]:
        if int(path.stem) not in numbers:
            path.unlink()
    remove_unregistered(layout, numbers)


def _delivery(path: Path) -> bytes | None:
    if not path.exists():
        return None
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return None
    found: bytes | None = metadata.get(_DELIVERY)
    return found


def write_empty_files(layout: Layout, sources: Iterable[SourceContract]) -> None:
    """The empty files that make every glob match and give every table its schema.

    Raises LandingError SCHEMA_CHANGED if batches of a table have another schema.
    """
    empty: dict[Path, pa.Schema] = {layout.quarantine(0): QUARANTINE}
    for source in sources:
        empty[layout.keys(source.name, "_empty")] = KEYS
        for table in source.tables:
            path = layout.batch(source.name, table.name, 0)
            empty[path] = landed_schema(table)
    for path, schema in empty.items():
        if not path.exists():
            write_atomically(schema.empty_table(), path)
        elif not pq.read_schema(path).equals(schema):
            if len(list(path.parent.glob("[0-9]*.parquet"))) > 1:
                shown = f"{path.parent.parent.name}/{path.parent.name}"
                raise blocked("SCHEMA_CHANGED", file=shown, table=path.parent.name)
            write_atomically(schema.empty_table(), path)
    registries = {
        layout.retracted: RETRACTED,
        layout.delivered_columns: DELIVERED_COLUMNS,
    }
    for path, schema in registries.items():
        if not path.exists():
            write_atomically(schema.empty_table(), path)


def known_hashes(batches: pa.Table, source: str, table: str) -> list[tuple[str, str]]:
    """(file name, file hash) of the batches of a table, oldest first."""
    rows = _of_table(batches, source, table)
    return list(
        zip(rows["file_name"].to_pylist(), rows["file_hash"].to_pylist(), strict=True)
    )


def known_numbers(batches: pa.Table, source: str, table: str) -> list[int]:
    """Numbers of the batches of a table, ascending."""
    numbers: list[int] = _of_table(batches, source, table)["batch_number"].to_pylist()
    return numbers


def _of_table(batches: pa.Table, source: str, table: str) -> pa.Table:
    is_source = pc.equal(batches["source"], source)
    is_table = pc.equal(batches["table_name"], table)
    return batches.filter(pc.and_(is_source, is_table)).sort_by("batch_number")


def table_of(rows: Sequence[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    """Rows as a table of a registry's schema."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
