"""Publishing a whole run with one symlink swap, so that nothing is ever of two runs."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.resources import Home

# A week of nights; the current run is kept in any case.
RUNS_KEPT = 7
# Older DuckDB clients can open it.
STORAGE_VERSION = "v1.0.0"
DATABASE = "handoff.duckdb"
MANIFEST = "manifest.json"
# Its folder in a run, and its files in the manifest, see ledger.py.
LEDGER = "ledger"


class PublicationError(Exception):
    """The run cannot be published; the text is the one sentence to show."""


@dataclass(frozen=True)
class PublishedTable:
    """A table to publish; its rows are written in the order of `key` (unique)."""

    schema: str
    table: str
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.schema}.{self.table}"


class UnfinishedRun:
    """A run folder being filled; readers cannot see it until it is swapped in."""

    def __init__(self, home: Home, run_id: str) -> None:
        self._home = home
        self.run_id = run_id
        self.folder = home.runs / f".{run_id}.unfinished"

    def write_tables(self, tables: Iterable[PublishedTable]) -> dict[str, int]:
        """Copy tables from the build into database and Parquet; return their rows.

        Raises PublicationError naming the first table that the build lacks.
        """
        rows: dict[str, int] = {}
        database = duckdb.connect(config={"autoinstall_known_extensions": False})
        with database:
            database.execute("set preserve_insertion_order = true")
            # Standard output belongs to our own progress lines.
            database.execute("set enable_progress_bar = false")
            database.execute(
                f"attach {_text(self._home.build_database)} as build (read_only)"
            )
            database.execute(
                f"attach {_text(self.folder / DATABASE)} as published"
                f" (storage_version {_text(STORAGE_VERSION)})"
            )
            for table in sorted(tables, key=lambda one: one.name):
                rows[table.name] = self._write_table(database, table)
            database.execute("checkpoint published")
            database.execute("detach published")
        return rows

    def _write_table(
        self, database: duckdb.DuckDBPyConnection, table: PublishedTable
    ) -> int:
        name = f"{_name(table.schema)}.{_name(table.table)}"
        order = ", ".join(f"{_name(column)} nulls first" for column in table.key)
        parquet = self.folder / "parquet" / table.schema / f"{table.table}.parquet"
        parquet.parent.mkdir(parents=True, exist_ok=True)
        database.execute(f"create schema if not exists published.{_name(table.schema)}")
        try:
            database.execute(
                f"create table published.{name} as"
                f" select * from build.{name} order by {order}"
            )
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise PublicationError(
                f"{table.name} has a contract but the build has no such table or key"
                " column: add the model or remove its contract."
            ) from error
        database.execute(
            f"copy (select * from published.{name}) to {_text(parquet)}"
            " (format parquet, compression zstd)"
        )
        counted = database.execute(f"select count(*) from published.{name}").fetchone()
        assert counted is not None
        return int(counted[0])

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Write the manifest as the last file of the run."""
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        (self.folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")

    def swap_in(self) -> Path:
        """Make this run the published one and return its final folder."""
        _sync(self.folder)
        finished = self._home.runs / self.run_id
        # It tells a run that nobody saw yet from one whose link was lost.
        link = _next_link(self._home)
        link.unlink(missing_ok=True)
        # Relative, so that the home can be moved or mounted elsewhere.
        link.symlink_to(finished.relative_to(self._home.root))
        os.replace(self.folder, finished)
        _sync_folder(self._home.runs)
        os.replace(link, self._home.published)
        _sync_folder(self._home.root)
        return finished


@contextmanager
def unfinished_run(home: Home, run_id: str) -> Iterator[UnfinishedRun]:
    """Open an empty run folder, removed again if the block ends without a swap."""
    remove_unpublished_runs(home)
    run = UnfinishedRun(home, run_id)
    run.folder.mkdir(parents=True)
    try:
        yield run
    finally:
        shutil.rmtree(run.folder, ignore_errors=True)


def current_run(home: Home) -> Path | None:
    """Folder of the published run; None before the first publication."""
    return _run_behind(home, home.published)


def finished_runs(home: Home) -> list[Path]:
    """Folders of all runs that were published once, in the order of time."""
    unseen = _run_behind(home, _next_link(home))
    return [
        folder
        for folder in _run_folders(home)
        if not folder.name.startswith(".") and folder != unseen
    ]


def published_as_of(home: Home) -> datetime | None:
    """The as-of instant of the published run; None where no manifest says it."""
    run = current_run(home)
    if run is None:
        return None
    try:
        manifest = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
        return datetime.fromisoformat(manifest["inputs"]["as_of"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_unpublished_runs(home: Home) -> None:
    """Remove what interrupted publications left: nobody ever saw it.

    Run ids sort by time, so a folder that sorts after the published run is one that
    was finished but not swapped in. Where no run is published, runs may have been:
    then only what the link to come names is known to be unseen.
    """
    current, seen = current_run(home), finished_runs(home)
    if current in seen:
        seen = seen[: seen.index(current) + 1]
    for folder in _run_folders(home):
        if folder not in seen:
            shutil.rmtree(folder)


def remove_old_runs(home: Home, kept: int = RUNS_KEPT) -> None:
    """Keep the newest `kept` runs and the published one, remove the others."""
    current = current_run(home)
    for folder in _run_folders(home)[:-kept]:
        if folder != current:
            shutil.rmtree(folder)


def _next_link(home: Home) -> Path:
    """Where the link of a run that is being swapped in is made."""
    return home.root / ".published.new"


def _run_behind(home: Home, link: Path) -> Path | None:
    if not link.is_symlink():
        return None
    return home.runs / os.readlink(link).rpartition("/")[2]


def _run_folders(home: Home) -> Sequence[Path]:
    if not home.runs.is_dir():
        return []
    return sorted(folder for folder in home.runs.iterdir() if folder.is_dir())


def _sync(folder: Path) -> None:
    """Force every file below `folder`, then the folders, onto the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(path: Path) -> None:
    # A read-only descriptor will do for fsync, of a file as of a folder.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
