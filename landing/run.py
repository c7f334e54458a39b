"""One landing run: raw files in, immutable batches out, all or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from landing.candidates import Candidate
from landing.contract import (
    SourceContract,
    TableContract,
    known_sources,
    read_contract,
)
from landing.damage import damage_named
from landing.file_reading import read_candidate
from landing.identities import literal
from landing.keys import add_keys, check_secret
from landing.layout import BATCHES, DELIVERED_COLUMNS, RETRACTED, Layout
from landing.overrides import NO_OVERRIDES, Overrides, overridden
from landing.parquet_files import sync
from landing.raw_files import RawFile, find_files, raw_missing
from landing.reasons import blocked
from landing.registries import (
    commit,
    known_hashes,
    known_numbers,
    read_registry,
    recover,
    table_of,
    write_empty_files,
)
from landing.report import LandingReport, count_feeds, feeds_table, spoken
from landing.versions import settle

# Of DuckDB, which compares rows and ids; what is more goes to the disk.
_MEMORY = "512MB"


@dataclass(frozen=True)
class _Run:
    """What all steps of one run share."""

    layout: Layout
    delivery_number: int
    landed_at: datetime
    connection: duckdb.DuckDBPyConnection
    progress: Callable[[str], None]


def land(
    *,
    raw: Path,
    home: Path,
    sources: Sequence[str],
    contracts: Path,
    secret: bytes,
    landed_at: datetime,
    progress: Callable[[str], None],
    overrides: Overrides = NO_OVERRIDES,
) -> LandingReport:
    """Land every new raw file of the connected sources.

    ``landed_at`` is the wall clock of the run (naive: UTC). ``progress`` is told one
    line a table. ``overrides`` say how files are written where their contracts say
    otherwise; they hold for files that land now, never for what landed before. Raises
    LandingError for whatever blocks the run; then nothing of it is registered and the
    home is as it was.
    """
    known = overridden(
        {name: read_contract(contracts, name) for name in known_sources(contracts)},
        overrides,
    )
    names = sorted(set(sources))
    connected = [known.get(name) or read_contract(contracts, name) for name in names]
    layout = Layout(home)
    try:
        layout.landing.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        detail = error.strerror or "it is no folder"
        raise blocked("HOME_UNUSABLE", file=str(home), detail=detail) from error
    with damage_named(home):
        recover(layout)
        write_empty_files(layout, known.values())
        batches = read_registry(layout.batches, BATCHES)
        retracted = read_registry(layout.retracted, RETRACTED)
        columns = read_registry(layout.delivered_columns, DELIVERED_COLUMNS)
        for source in connected:
            check_secret(secret, source, layout)
    with damage_named(home), _incoming(layout), duckdb.connect() as connection:
        spill = literal(str(layout.incoming))
        connection.execute(f"set temp_directory = {spill}")
        connection.execute(f"set memory_limit = {literal(_MEMORY)}")
        connection.execute("set enable_progress_bar = false")
        run = _Run(
            layout=layout,
            delivery_number=_highest(batches, "delivery_number") + 1,
            landed_at=_naive_utc(landed_at),
            connection=connection,
            progress=progress,
        )
        candidates = _read_all(run, raw, connected, batches)
        retracted = _settle_all(run, candidates, batches, retracted)
        add_keys(candidates, connected, secret, layout, connection)
        _put_in_place(run, candidates)
        batches = pa.concat_tables([batches, _batch_rows(candidates)])
        feeds = count_feeds(known.values(), names, batches, retracted, connection)
    delivery = _highest(batches, "delivery_number")
    registries = {
        layout.batches: batches,
        layout.retracted: retracted,
        layout.delivered_columns: pa.concat_tables(
            [columns, _delivered_columns(candidates)]
        ),
        layout.feeds: feeds_table(feeds),
    }
    commit(layout, delivery, registries)
    watermark = _highest(batches, "batch_number")
    return LandingReport(delivery, watermark, feeds, len(candidates))


@contextmanager
def _incoming(layout: Layout) -> Iterator[None]:
    """The folder for files of the run under way, gone afterwards however it ends."""
    layout.incoming.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(layout.incoming, ignore_errors=True)


def _highest(batches: pa.Table, column: str) -> int:
    return int(pc.max(batches[column]).as_py() or 0)


def _naive_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        return instant
    return instant.astimezone(UTC).replace(tzinfo=None)


def _read_all(
    run: _Run, raw: Path, sources: Sequence[SourceContract], batches: pa.Table
) -> list[Candidate]:
    candidates: list[Candidate] = []
    for source in sources:
        folder = find_files(raw, source)
        for name in folder.unknown:
            run.progress(f"landing {source.name}/{name}: NOT_A_TABLE, not read")
        if not any(folder.files.values()) and source.name not in set(
            batches["source"].to_pylist()
        ):
            raise raw_missing(raw, source, "holds no file of any table of its contract")
        first = _highest(batches, "batch_number") + 1
        for table in source.tables:
            known = known_hashes(batches, source.name, table.name)
            for file in folder.files[table.name]:
                file_hash = _new_content(file, table, known)
                if file_hash is None:
                    continue
                known.append((file.name, file_hash))
                number = first + len(candidates)
                candidates.append(_read(run, file, file_hash, table, number))
    return candidates


def _new_content(
    file: RawFile, table: TableContract, known: Sequence[tuple[str, str]]
) -> str | None:
    """Hash of a file's content, or None if it has been landed.

    Where the newest delivery wins, content that came back after other content is a new
    statement; so there only the newest content of each file name counts as landed.
    """
    if file.size == 0:
        raise blocked("EMPTY_FILE", file=file.shown)
    file_hash = file.content_hash()
    newest = dict(known)
    if file.is_in_batch_folder and newest.get(file.name, file_hash) != file_hash:
        raise blocked("FILE_REWRITTEN", file=file.shown)
    if table.version == "none":
        is_known = any(content == file_hash for _, content in known)
    else:
        is_known = file_hash in newest.values()
    return None if is_known else file_hash


def _read(
    run: _Run, file: RawFile, file_hash: str, table: TableContract, number: int
) -> Candidate:
    candidate = Candidate(
        file=file,
        file_hash=file_hash,
        table=table,
        batch_number=number,
        delivery_number=run.delivery_number,
        landed_at=run.landed_at,
        path=run.layout.incoming / f"{number:08d}.parquet",
    )
    read_candidate(candidate, run.connection)
    return candidate


def _settle_all(
    run: _Run,
    candidates: Sequence[Candidate],
    batches: pa.Table,
    retracted: pa.Table,
) -> pa.Table:
    parts = [retracted]
    tables = {(c.table.source, c.table.name): c.table for c in candidates}
    for key, table in tables.items():
        own = [c for c in candidates if (c.table.source, c.table.name) == key]
        numbers = known_numbers(batches, table.source, table.name)
        new = settle(own, table, run.layout, numbers, run.connection)
        parts.append(new)
        run.progress(spoken(own))
        if new.num_rows:
            run.progress(
                f"landing {table.source}/{table.name}: {new.num_rows:,} rows landed "
                "earlier retracted (CONFLICT)"
            )
    return pa.concat_tables(parts)


def _put_in_place(run: _Run, candidates: Sequence[Candidate]) -> None:
    """Move batches and quarantine to where readers look; not landed before commit."""
    for candidate in candidates:
        table = candidate.table
        sync(candidate.path)
        final = run.layout.batch(table.source, table.name, candidate.batch_number)
        os.replace(candidate.path, final)
        sync(final.parent)
        refused = candidate.refused.closed()
        if refused is not None:
            sync(refused)
            final = run.layout.quarantine(candidate.batch_number)
            os.replace(refused, final)
            sync(final.parent)


def _delivered_columns(candidates: Sequence[Candidate]) -> pa.Table:
    rows = [
        {
            "batch_number": candidate.batch_number,
            "source": candidate.table.source,
            "table_name": candidate.table.name,
            "column_name": name,
        }
        for candidate in candidates
        for name in candidate.delivered_columns
    ]
    return table_of(rows, DELIVERED_COLUMNS)


def _batch_rows(candidates: Sequence[Candidate]) -> pa.Table:
    rows = [
        {
            "batch_number": candidate.batch_number,
            "delivery_number": candidate.delivery_number,
            "source": candidate.table.source,
            "table_name": candidate.table.name,
            "file_name": candidate.file.name,
            "file_hash": candidate.file_hash,
            "landed_at": candidate.landed_at,
            "physical_records": candidate.physical_records,
            "counted_records": candidate.counted_records,
            "landed": candidate.good_rows,
            "quarantined": candidate.quarantined_rows,
            "exact_duplicates": candidate.exact_duplicates,
            "coerced_values": candidate.coerced_values,
        }
        for candidate in candidates
    ]
    return table_of(rows, BATCHES)
