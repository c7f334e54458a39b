"""The four steps of a night, without Dagster: land, transform, check, publish.

Each reads the build record that the one before it left, does its work through the
pure rooms, and adds its own count.
"""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from book import Book, read_book
from book.parts import write_book_parts
from book.tables import write_book_tables
from contracts import CheckResult, Contracts, check_build
from landing import LandingError, LandingReport, refuse_damaged
from landing import land as land_files
from orchestration import dbt_process, ledger, publication
from orchestration.build_record import (
    BuildRecord,
    CheckOutcome,
    StepCount,
    earlier_build_record,
    read_build_record,
)
from orchestration.file_forms import file_forms, overrides_of, read_otherwise
from orchestration.home_identity import claim_home, identity_of, secret_fingerprint
from orchestration.progress import Progress
from orchestration.resources import (
    Home,
    Settings,
    SettingsError,
    refuse_days_to_come,
    resolve_as_of,
)

BUILT_SCHEMAS = ("facts", "dimensions", "marts")
KEYS_KEPT = 10


@dataclass(frozen=True)
class FeedRows:
    """Live landed rows of one feed, for the lineage."""

    source: str
    table: str
    rows: int


class _StepClock:
    """Times one step and notes it in the build record."""

    def __init__(self, name: str, home: Home, progress: Progress) -> None:
        self._name = name
        self._home = home
        self._progress = progress
        self._started = time.monotonic()

    def finish(self, record: BuildRecord, *, rows_in: int, rows_out: int) -> None:
        seconds = time.monotonic() - self._started
        record.add_step(StepCount(self._name, round(seconds, 3), rows_in, rows_out))
        record.write(self._home.build_record)
        self._progress.step(self._name, rows_in, rows_out, seconds)


def preflight(settings: Settings) -> Book:
    """Read the book, look for the raw files and claim the home.

    Raises BookError, SettingsError.
    """
    book = read_book(settings.book)
    for source in () if settings.is_demo else settings.sources:
        if not (settings.raw / source).is_dir():
            raise SettingsError(
                f"The folder of raw files {settings.raw / source} does not exist:"
                f" deliver the files of {source} there, or correct HANDOFF_RAW or"
                " HANDOFF_SOURCES."
            )
    claim_home(settings.home, identity_of(settings, book.company_id))
    return book


def land(settings: Settings, progress: Progress, now: datetime) -> list[FeedRows]:
    """Land the raw files and fix the inputs of the run.

    Raises BookError, LandingError, LedgerError and SettingsError.
    """
    home = settings.home
    clock = _StepClock("land", home, progress)
    book = preflight(settings)
    default = now
    if settings.is_demo:
        from demo import write_demo

        demo = write_demo(
            raw=settings.raw,
            leads=settings.demo_leads,
            seed=settings.demo_seed,
            shape=settings.demo_shape,
        )
        default = demo.as_of
    as_of = resolve_as_of(settings.as_of, default=default, zone=book.company_time_zone)
    if not settings.is_demo:
        refuse_days_to_come(settings.as_of, now=now, zone=book.company_time_zone)
    progress.detail(f"as of {as_of.isoformat()}")
    before = publication.published_as_of(home)
    if before is not None and before > as_of:
        progress.say(
            f"This run is as of {as_of.isoformat()}; what it publishes takes the place"
            f" of tables as of {before.isoformat()}."
        )
    trusted = ledger.trusted_digests(home)
    report = _land_files(settings, book, progress, now)
    live = [
        FeedRows(feed.source, feed.table_name, feed.landed - feed.retracted)
        for feed in report.feeds
    ]
    home.build.mkdir(exist_ok=True)
    write_book_tables(book.rows, home.book_tables)
    write_book_parts(book.rows, home.book_parts)
    _write_run_settings(home.run_settings, as_of, report.watermark)
    reported = ledger.prepare_ledger(home, as_of, trusted)
    if not reported.is_written:
        progress.say(
            "This run adds nothing to what was reported of closed periods: the ledger"
            " has entries as of a later time."
        )
    record = BuildRecord(
        inputs=_inputs(settings, book, as_of, report, reported),
        feeds=[asdict(feed) for feed in report.feeds],
    )
    for table in read_otherwise(earlier_build_record(home.build_record), record):
        progress.detail(
            f"landing {table}: the book says otherwise how its files are written; what"
            " landed before stays as it was read, and only a fresh home reads it again"
        )
    clock.finish(
        record,
        rows_in=sum(feed.physical_records for feed in report.feeds),
        rows_out=sum(feed.rows for feed in live),
    )
    return live


def transform(settings: Settings, progress: Progress) -> list[dbt_process.DbtNode]:
    """Build every model with one dbt process.

    Raises DbtError, DbtTestError, and LandingError where a landed file is damaged.
    """
    home = settings.home
    clock = _StepClock("transform", home, progress)
    record = read_build_record(home.build_record)
    # What was checked before is not what is built now.
    record.checks = []
    record.write(home.build_record)
    rows_in = sum(feed["landed"] - feed["retracted"] for feed in record.feeds)
    try:
        nodes = dbt_process.build(settings, progress.detail)
    except dbt_process.DbtError:
        # Reading all that landed costs too much for every night, not for a failed one.
        refuse_damaged(home.root)
        raise
    _add_inputs(home)
    record.accounting = _row_accounting(home.build_database)
    clock.finish(record, rows_in=rows_in, rows_out=_built_rows(home.build_database))
    return nodes


def check(
    settings: Settings, contracts: Contracts, progress: Progress
) -> list[CheckResult]:
    """Check the build against every contract and note the results.

    A broken promise is a result here, not an error: the caller decides.
    """
    home = settings.home
    clock = _StepClock("check", home, progress)
    record = read_build_record(home.build_record)
    results = check_build(
        database=home.build_database, landing=home.landing, contracts=contracts
    )
    record.checks = [_outcome(result) for result in results]
    clock.finish(
        record,
        rows_in=sum(result.rows_checked for result in results),
        rows_out=sum(
            result.rows_checked for result in results if result.status == "held"
        ),
    )
    return results


def publish(
    settings: Settings, contracts: Contracts, progress: Progress, now: datetime
) -> dict[str, int]:
    """Publish the checked build as a whole and return the rows of its tables.

    Raises PublicationError where the build was not checked or did not hold, and
    LedgerError where another run was published since it began.
    """
    home = settings.home
    clock = _StepClock("publish", home, progress)
    record = read_build_record(home.build_record)
    expected = {spec.id for spec in contracts.checks}
    if {one.id for one in record.checks if one.status == "held"} != expected:
        raise publication.PublicationError(
            f"The build in {home.build} has not passed every contract, so it is not"
            " published: run the whole job (./handoff nightly)."
        )
    tables = [
        publication.PublishedTable(one.schema, one.table, tuple(one.key))
        for one in contracts.tables
    ]
    with publication.unfinished_run(home, new_run_id(now)) as run:
        rows = run.write_tables(tables)
        clock.finish(record, rows_in=sum(rows.values()), rows_out=sum(rows.values()))
        reported = ledger.carry_on(home, run.folder, record.inputs[publication.LEDGER])
        run.write_manifest(_manifest(run.run_id, record, rows, reported, now))
        run.swap_in()
    publication.remove_old_runs(home)
    return rows


def broken_contracts(results: Iterable[CheckResult]) -> str:
    """Name every contract that did not hold, its sentence and its breaking keys."""
    lines = []
    for one in results:
        if one.status == "held":
            continue
        if one.status == "error":
            what = f"could not be evaluated ({one.reason})"
        else:
            keys = "key" if one.breaking_count == 1 else "keys"
            what = f"is broken by {one.breaking_count:,} {keys}"
        lines.append(f"Contract {one.id} of {one.schema}.{one.table} {what}.")
        lines.append(f"    It says: {one.sentence}")
        shown = one.breaking_keys[:KEYS_KEPT]
        if shown:
            more = one.breaking_count - len(shown)
            lines.append(
                f"    Breaking keys: {' | '.join(shown)}"
                + (f" and {more:,} more" if more else "")
            )
    lines.append("Nothing was published; what was published before stands.")
    return "\n".join(lines)


def new_run_id(now: datetime) -> str:
    """Id of a published run; ids sort by time: `20260331T150000123456Z`."""
    return now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _land_files(
    settings: Settings, book: Book, progress: Progress, now: datetime
) -> LandingReport:
    try:
        return land_files(
            raw=settings.raw,
            home=settings.home.root,
            sources=settings.sources,
            contracts=settings.contracts,
            secret=settings.secret,
            landed_at=now,
            progress=progress.detail,
            overrides=overrides_of(book.rows),
        )
    except LandingError as error:
        if settings.is_demo and error.code == "FILE_REWRITTEN":
            # Nobody rewrote a file by hand: the demo's generator is another one now.
            raise SettingsError(
                f"HANDOFF_HOME {settings.home.root} holds the demo company of another"
                " version of this project: use another folder, or remove this one."
            ) from error
        raise


def _inputs(
    settings: Settings,
    book: Book,
    as_of: datetime,
    report: LandingReport,
    reported: ledger.LedgerState,
) -> dict[str, Any]:
    """Everything a replay needs, as JSON values; the secret only as a fingerprint."""
    return {
        "as_of": as_of.isoformat(),
        "landing_watermark": report.watermark,
        "definition_hash": book.definition_hash,
        "company_id": book.company_id,
        "file_forms": file_forms(book.rows),
        "sources": list(settings.sources),
        "code_hash": dbt_process.code_hash(),
        "secret_fingerprint": secret_fingerprint(settings.secret),
        publication.LEDGER: reported.as_input(),
        "demo": (
            {"leads": settings.demo_leads, "seed": settings.demo_seed}
            if settings.is_demo
            else None
        ),
    }


def _manifest(
    run_id: str,
    record: BuildRecord,
    rows: dict[str, int],
    reported: dict[str, str],
    now: datetime,
) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "published_at": now.astimezone(UTC).isoformat(),
        "inputs": record.inputs,
        "definition_hash": record.inputs["definition_hash"],
        "steps": [asdict(step) for step in record.steps],
        "tables": rows,
        "contracts": [
            {"id": one.id, "status": one.status, "rows_checked": one.rows_checked}
            for one in record.checks
        ],
        "accounting": record.accounting,
        publication.LEDGER: reported,
    }


def _write_run_settings(path: Path, as_of: datetime, watermark: int) -> None:
    """One row: `as_of` (naive UTC), `landing_watermark` and `code_hash`."""
    schema = pa.schema(
        [
            ("as_of", pa.timestamp("us")),
            ("landing_watermark", pa.int64()),
            ("code_hash", pa.string()),
        ]
    )
    row = {
        "as_of": as_of.replace(tzinfo=None),
        "landing_watermark": watermark,
        "code_hash": dbt_process.code_hash(),
    }
    pq.write_table(pa.Table.from_pylist([row], schema=schema), path)


def _add_inputs(home: Home) -> None:
    """Put what this build followed beside it, for the checks: the book as schema
    `book`, what was reported before as schema `ledger`."""
    with duckdb.connect(str(home.build_database)) as build:
        build.execute("create schema if not exists book")
        for file in sorted(home.book_tables.glob("*.parquet")):
            build.execute(
                f'create or replace table book."{file.stem}" as'
                " select * from read_parquet($file)",
                {"file": str(file)},
            )
        build.execute("create schema if not exists ledger")
        for table in ledger.TABLES:
            # A view cannot have parameters; the path of a home has no quotes.
            build.execute(
                f"create or replace view ledger.{table} as select * from"
                f" read_parquet('{home.ledger_tables / table}/*.parquet',"
                " union_by_name = true)"
            )


def _row_accounting(database: Path) -> list[dict[str, Any]]:
    """What became of every physical record, one mapping a landed table."""
    with duckdb.connect(str(database), read_only=True) as build:
        found = build.execute(
            "select * from intermediate.int_row_accounting"
            " where physical_records > 0 order by source, table_name"
        )
        assert found.description is not None
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def _built_rows(database: Path) -> int:
    """Rows of all facts, dimensions and marts of the build."""
    with duckdb.connect(str(database), read_only=True) as build:
        names = build.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema in (select unnest(?))",
            [list(BUILT_SCHEMAS)],
        ).fetchall()
        counts = [
            build.execute(f'select count(*) from "{schema}"."{table}"').fetchone()
            for schema, table in names
        ]
    return sum(count[0] for count in counts if count is not None)


def _outcome(result: CheckResult) -> CheckOutcome:
    return CheckOutcome(
        id=result.id,
        schema=result.schema,
        table=result.table,
        sentence=result.sentence,
        status=result.status,
        rows_checked=result.rows_checked,
        breaking_count=result.breaking_count,
        breaking_keys=tuple(result.breaking_keys[:KEYS_KEPT]),
        reason=result.reason,
    )
