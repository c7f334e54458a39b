"""Source ids and their pseudonyms: HMAC with the home's secret, made in Python only.

In SQL the secret would end up in the files that dbt writes about a run.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from landing.candidates import Candidate
from landing.column_contract import KeyedObject
from landing.contract import SourceContract, TableContract
from landing.identities import literal, quoted
from landing.ids import MEMBER_IDS
from landing.layout import KEYS, Layout
from landing.parquet_files import sync
from landing.reasons import blocked

KEY_LENGTH = 32
_IDS = 1 << 16


def record_key(secret: bytes, source: str, object_name: str, native_id: str) -> str:
    """Pseudonym of a source record: 32 hex characters of HMAC-SHA256."""
    text = "\0".join((source, object_name, native_id)).encode()
    return hmac.digest(secret, text, "sha256").hex()[:KEY_LENGTH]


def check_secret(secret: bytes, source: SourceContract, layout: Layout) -> None:
    """Raises LandingError SECRET_CHANGED if keys of the home have another secret."""
    for one in source.objects:
        path = layout.keys(one.source, one.name)
        if not path.exists():
            continue
        with pq.ParquetFile(path) as file:
            first = next(file.iter_batches(batch_size=1), None)
        for row in [] if first is None else first.to_pylist():
            made = record_key(secret, one.source, one.name, row["native_id"])
            if row["record_key"] != made:
                raise blocked("SECRET_CHANGED", source=one.source)


def add_keys(
    candidates: Sequence[Candidate],
    sources: Sequence[SourceContract],
    secret: bytes,
    layout: Layout,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Make the keys of all ids in the candidates' good rows that have none yet.

    An id may be one of another source, whose key it then is. A key depends on nothing
    but secret and id, so one left by a run that then failed is the one that the next
    run would make, and a lost file of keys is made again from all that has landed.
    """
    for one in sorted({found for source in sources for found in source.objects}):
        path = layout.keys(one.source, one.name)
        files = [(candidate.table, candidate.path) for candidate in candidates]
        if not path.exists():
            files += _landed(sources, layout)
        selects = [
            select for table, file in files for select in _id_selects(table, file, one)
        ]
        if not selects:
            continue
        if _collect_new(selects, path, connection):
            part = layout.incoming / f"{one.source}.{one.name}.parquet"
            _write_new(one, secret, part, connection)
            parts = [found for found in (path, part) if found.exists()]
            _write_sorted(parts, path, connection)


def _collect_new(
    selects: Sequence[str], path: Path, connection: duckdb.DuckDBPyConnection
) -> bool:
    """Fill the temp table `new_ids` with ids that have no key; whether there are any.

    Of the known keys only the ids are read.
    """
    known = f"select native_id from read_parquet({literal(str(path))})"
    connection.execute(
        "create or replace temp table new_ids as "
        f"select native_id from ({' union all '.join(selects)}) "
        "where native_id is not null "
        + (f"except {known}" if path.exists() else "group by native_id")
    )
    count = connection.execute("select count(*) from new_ids").fetchone()
    return bool(count and count[0])


def _write_new(
    one: KeyedObject, secret: bytes, part: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    ids = connection.execute("select native_id from new_ids").to_arrow_reader(_IDS)
    with pq.ParquetWriter(part, KEYS) as writer:
        for batch in ids:
            writer.write_table(_keys(batch[0].to_pylist(), one, secret))


def _write_sorted(
    parts: Sequence[Path], path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """Write all rows of ``parts`` to ``path`` by id, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.part")
    shown = ", ".join(literal(str(part)) for part in parts)
    connection.execute(
        f"copy (select * from read_parquet([{shown}]) order by native_id nulls last) "
        f"to {literal(str(waiting))} (format parquet, compression zstd)"
    )
    sync(waiting)
    os.replace(waiting, path)
    sync(path.parent)


def _landed(
    sources: Sequence[SourceContract], layout: Layout
) -> list[tuple[TableContract, Path]]:
    return [
        (table, layout.table_folder(source.name, table.name) / "*.parquet")
        for source in sources
        for table in source.tables
    ]


def _id_selects(table: TableContract, file: Path, one: KeyedObject) -> list[str]:
    """SQL for all ids in ``file`` (a path or glob) that name this object."""
    rows = f"from read_parquet({literal(str(file))})"
    ids = [
        f"select {quoted(column.name)} as native_id {rows}"
        for column in table.columns
        if one in column.keyed_as
    ]
    members = [
        f"select unnest(regexp_extract_all({quoted(column.name)}, "
        f"{literal(MEMBER_IDS)})) as native_id {rows}"
        for column in table.columns
        if one in column.list_keyed_as
    ]
    return ids + members


def _keys(ids: Sequence[str], one: KeyedObject, secret: bytes) -> pa.Table:
    keys = [record_key(secret, one.source, one.name, native_id) for native_id in ids]
    arrays = [
        pa.repeat(one.source, len(ids)),
        pa.repeat(one.name, len(ids)),
        pa.array(ids, pa.string()),
        pa.array(keys, pa.string()),
    ]
    return pa.Table.from_arrays(arrays, schema=KEYS)
