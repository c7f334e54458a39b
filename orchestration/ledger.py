"""What was reported of closed periods: kept with the published run, only added to.

The ledger is the one thing that landing cannot give back. It lies in the folder of the
published run, so publication and ledger are one step, and every run carries it on. An
entry is one file a table, named by the number of the entry; entries are in the order
of their as-of.
"""

import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publication import LEDGER, MANIFEST, current_run, finished_runs
from orchestration.resources import Home

_COHORT_KEY = "period_grain varchar, from_stage varchar"
_SEGMENT = "segment_dimension varchar, segment_value varchar"
# Columns of each table, as SQL declares them: what an empty ledger has.
TABLES: Mapping[str, str] = {
    # One row an entry: the inputs of the run that wrote it.
    "entries": """
        ledger_number bigint, as_of timestamp, landing_watermark bigint,
        landed_to timestamp, code_hash varchar""",
    # One row an entry and part of its book.
    "book_parts": """
        ledger_number bigint, part varchar, definition_id varchar,
        content_hash varchar, valid_from date, valid_to date""",
    # One row a mart, period and window: the entry that reported it.
    "scopes": """
        ledger_number bigint, mart varchar, period_grain varchar, period_on date,
        window_days bigint""",
    # One row a lead cycle ever seen. Erasure empties lead_id.
    "cycles": """
        ledger_number bigint, cycle_key bigint, lead_id varchar, cycle_number bigint""",
    # One row an entry, cycle and fact of it that counts and that came (1) or went (-1).
    "cycle_changes": """
        ledger_number bigint, cycle_key bigint, change bigint, kind varchar,
        name varchar, detail varchar, value varchar, definition_id varchar,
        happened_on date, happened_at timestamp""",
    "funnel_cohorts": f"""
        ledger_number bigint, {_COHORT_KEY}, to_stage varchar, entry_policy varchar,
        {_SEGMENT}, stage_knowledge varchar, definition_ids varchar,
        window_days bigint, cycles_entered bigint, cycles_mature bigint,
        cycles_converted bigint, conversion_rate double, rate_lower double,
        rate_upper double, estimated_rate double, median_days double, p90_days double,
        is_immature boolean, is_left_truncated boolean, cohort_on date""",
    "funnel_periods": f"""
        ledger_number bigint, {_COHORT_KEY}, to_stage varchar, entry_policy varchar,
        {_SEGMENT}, stage_knowledge varchar, entries_from bigint, entries_to bigint,
        period_ratio double, period_on date""",
    "stage_agreement": """
        ledger_number bigint, period_grain varchar, stage varchar, system_pair varchar,
        verdict varchar, cycles bigint, median_delay_hours double,
        p90_delay_hours double, period_on date""",
    "recycling": f"""
        ledger_number bigint, {_COHORT_KEY}, {_SEGMENT}, stage_knowledge varchar,
        yield_knowledge varchar, recycling_reasons varchar, window_days bigint,
        cycles_entered bigint, cycles_mature bigint, cycles_recycled bigint,
        recycling_rate double, recycling_rate_lower double,
        recycling_rate_upper double, recycled_mature bigint, cycles_reentered bigint,
        reentry_rate double, reentry_rate_lower double, reentry_rate_upper double,
        median_days_to_reentry double, p90_days_to_reentry double,
        reentered_mature bigint, reentered_to_sql bigint, reentered_yield_rate double,
        reentered_yield_rate_lower double, reentered_yield_rate_upper double,
        recycled_settled bigint, recycled_yield_rate double,
        recycled_yield_rate_lower double, recycled_yield_rate_upper double,
        is_immature boolean, cohort_on date""",
}
# The model that holds what is new under the number of this run; of a mart, the rows of
# the scopes that are new.
MODELS: Mapping[str, str] = {
    "entries": "int_ledger_entries",
    "book_parts": "int_ledger_book_parts",
    "scopes": "int_closed_scopes",
    "cycles": "int_ledger_cycles",
    "cycle_changes": "int_cycle_changes",
    "funnel_cohorts": "mart_funnel_cohorts",
    "funnel_periods": "mart_funnel_periods",
    "stage_agreement": "mart_stage_agreement",
    "recycling": "mart_recycling",
}
EMPTY = "empty.parquet"
# Columns of another type in the build: a key is written as its 32 digits.
AS_WRITTEN: Mapping[str, str] = {
    "lead_id": "replace(cast(lead_id as varchar), '-', '') as lead_id"
}


class LedgerError(Exception):
    """The ledger cannot be trusted; the text is the one sentence to show."""


@dataclass(frozen=True)
class LedgerState:
    """The ledger of the published run, and what a run as of `as_of` may do with it.

    `entries` are the numbers it reads. `is_written`: its as-of is not before any that
    the ledger has seen, so what closes in it is added.
    """

    folder_hash: str
    entries: tuple[int, ...]
    read_hash: str
    reported_as_of: datetime | None
    is_written: bool

    def as_input(self) -> dict[str, Any]:
        """What stands in the manifest of the run, as JSON values."""
        reported = self.reported_as_of
        return {
            "entries": len(self.entries),
            "hash": self.read_hash,
            "reported_as_of": reported.isoformat() if reported else None,
            "is_written": self.is_written,
            "folder_hash": self.folder_hash,
        }


def prepare_ledger(
    home: Home, as_of: datetime, digests: Mapping[str, str]
) -> LedgerState:
    """Put the entries up to `as_of` (UTC) where the models read them.

    `digests` are those of `trusted_digests`.
    """
    shutil.rmtree(home.ledger_tables, ignore_errors=True)
    folder = published_ledger(home)
    as_ofs = _entries(folder) if folder is not None else {}
    instant = as_of.replace(tzinfo=None)
    read = tuple(sorted(n for n, reported in as_ofs.items() if reported <= instant))
    read_files = {
        path: digest for path, digest in digests.items() if _number_of(path) in read
    }
    with duckdb.connect() as database:
        for table, columns in TABLES.items():
            goal = home.ledger_tables / table
            goal.mkdir(parents=True)
            database.execute(f"create table {table} ({columns})")
            database.execute(f"copy {table} to '{goal / EMPTY}' (format parquet)")
    for path in read_files:
        assert folder is not None
        _link(folder / path, home.ledger_tables / path)
    return LedgerState(
        folder_hash=_hash_of(digests),
        entries=read,
        read_hash=_hash_of(read_files),
        reported_as_of=max((as_ofs[number] for number in read), default=None),
        is_written=len(read) == len(as_ofs),
    )


def published_ledger(home: Home) -> Path | None:
    """The ledger's folder in the published run; None where there is none yet."""
    run = current_run(home)
    return run / LEDGER if run is not None and (run / LEDGER).is_dir() else None


def carry_on(home: Home, run_folder: Path, record: Mapping[str, Any]) -> dict[str, str]:
    """Put the published ledger and what this build adds into the folder of a new run.

    `record` is what `LedgerState.as_input` said when the build began. Returns sha256
    by file. Raises LedgerError where the published ledger is another one by now.
    """
    digests = trusted_digests(home)
    if _hash_of(digests) != record["folder_hash"]:
        raise LedgerError(
            "The ledger of what was reported is not the one this build began with: run"
            " the whole job (./handoff nightly)."
        )
    folder, goal = published_ledger(home), run_folder / LEDGER
    for path in digests:
        assert folder is not None
        _link(folder / path, goal / path)
    if record["is_written"]:
        for path in _add_entry(home, goal):
            digests[path] = _sha256(goal / path)
    goal.mkdir(exist_ok=True)
    return digests


def _add_entry(home: Home, goal: Path) -> list[str]:
    """Write what the build adds, if anything closed in it; the names of the files."""
    written = []
    with duckdb.connect(str(home.build_database), read_only=True) as build:
        closed = build.execute(
            "select ledger_number from intermediate.int_closed_scopes"
            " inner join intermediate.int_ledger_entries using (ledger_number)"
            " where is_this_run limit 1"
        ).fetchone()
        if closed is None:
            return []
        number = int(closed[0])
        for table, columns in TABLES.items():
            path = f"{table}/{number:08d}.parquet"
            (goal / table).mkdir(parents=True, exist_ok=True)
            names = [column.split()[0] for column in columns.split(",")]
            written_as = ", ".join(AS_WRITTEN.get(name, name) for name in names)
            model = MODELS[table]
            if model.startswith("mart_"):
                source = _new_rows(model, columns)
            else:
                source = f"intermediate.{model}"
            build.execute(
                f"copy (select {written_as} from {source}"
                f" where ledger_number = {number} order by all)"
                f" to '{goal / path}' (format parquet, compression zstd)"
            )
            written.append(path)
    return written


def _new_rows(mart: str, columns: str) -> str:
    """The reported rows of a mart with the entry that reports their scope."""
    on = "cohort_on" if "cohort_on" in columns else "period_on"
    window = (
        " and scopes.window_days = reported.window_days"
        if "window_days" in columns
        else ""
    )
    return (
        "(select scopes.ledger_number, reported.*"
        f" from marts.{mart} as reported"
        " inner join intermediate.int_closed_scopes as scopes"
        f" on scopes.mart = '{mart}'"
        " and scopes.period_grain = reported.period_grain"
        f" and scopes.period_on = reported.{on}{window}"
        " where reported.definition_basis = 'reported')"
    )


def trusted_digests(home: Home) -> dict[str, str]:
    """sha256 by file of the published ledger, as its manifest says and as they are.

    Raises LedgerError where the two differ, or where the ledger was lost.
    """
    run = _published_run(home)
    if run is None:
        return {}
    try:
        manifest = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LedgerError(
            f"The manifest of the published run {run.name} cannot be read, so its"
            " ledger of what was reported cannot be trusted: restore"
            f" {run / MANIFEST} from a backup."
        ) from error
    # A run published before there was a ledger has none.
    promised: dict[str, str] = manifest.get(LEDGER, {})
    found = {
        path.relative_to(run / LEDGER).as_posix(): _sha256(path)
        for path in sorted((run / LEDGER).rglob("*"))
        if path.is_file()
    }
    different = sorted(
        path
        for path in promised.keys() | found.keys()
        if promised.get(path) != found.get(path)
    )
    if different:
        raise LedgerError(
            f"The ledger of what was reported differs in {len(different)} files from"
            f" what was published, first {run / LEDGER / different[0]}: restore the"
            " folder from a backup, nothing else knows what was reported."
        )
    return dict(sorted(promised.items()))


def _published_run(home: Home) -> Path | None:
    """The published run; None in a home that never published.

    Raises LedgerError where it is lost, or its ledger: to go on would begin a new one.
    """
    link, run = home.published, current_run(home)
    keepers = [one for one in finished_runs(home) if _has_ledger(one)]
    if not keepers:
        mend = (
            f"restore {home.runs} from a backup; only a home that is to begin anew may"
            f" do without {link}"
        )
    else:
        mend = (
            f"point it at the last run that has one (ln -sfn runs/{keepers[-1].name}"
            f" {shlex.quote(str(link))}), or restore {home.root} from a backup"
        )
    if run is None:
        if os.path.lexists(link):
            raise LedgerError(
                f"{link} is not the link to the published run that it was, so what was"
                f" reported of closed periods cannot be found: move it away and {mend}."
            )
        if not keepers:
            return None
        raise LedgerError(
            f"{link} is gone, but {home.runs} holds what was reported of closed"
            f" periods, which a night without it would report anew: {mend}."
        )
    if not run.is_dir():
        raise LedgerError(
            f"{link} names {run}, which does not exist, so what was reported of closed"
            f" periods cannot be found: {mend}."
        )
    if not _has_ledger(run) and any(one.name < run.name for one in keepers):
        raise LedgerError(
            f"The published run {run} has no ledger of what was reported, but an"
            f" earlier one has: restore {run / LEDGER} from a backup, or {mend}."
        )
    return run


def _has_ledger(run: Path) -> bool:
    return any(path.is_file() for path in (run / LEDGER).rglob("*"))


def _entries(folder: Path) -> dict[int, datetime]:
    """The as-of (naive UTC) of every entry, by its number."""
    files = sorted((folder / "entries").glob("*.parquet"))
    if not files:
        return {}
    with duckdb.connect() as database:
        return dict(
            database.execute(
                "select ledger_number, as_of from read_parquet($files)",
                {"files": [str(file) for file in files]},
            ).fetchall()
        )


def _number_of(path: str) -> int:
    return int(Path(path).stem)


def _link(source: Path, goal: Path) -> None:
    """The same file twice; a copy where the file system has no links."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, goal)
    except OSError:
        shutil.copyfile(source, goal)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_of(digests: Mapping[str, str]) -> str:
    text = "\n".join(f"{path} {digest}" for path, digest in sorted(digests.items()))
    return hashlib.sha256(text.encode()).hexdigest()
