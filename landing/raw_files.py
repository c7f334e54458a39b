"""The raw files of a source: which exist, which table each belongs to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from landing.contract import SourceContract, TableContract
from landing.reasons import LandingError, blocked

SUFFIXES = (".csv", ".parquet")


@dataclass(frozen=True)
class RawFile:
    """One raw file; ``name`` is its path within the source's folder.

    ``size`` and ``changed`` (ns) are those before it was read.
    """

    path: Path
    name: str
    source: str
    is_in_batch_folder: bool
    size: int
    changed: int

    @property
    def shown(self) -> str:
        """How errors and progress call the file."""
        return f"{self.source}/{self.name}"

    def content_hash(self) -> str:
        """SHA-256 of the content, in hex; LandingError UNREADABLE."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise blocked("UNREADABLE", file=self.shown, type="a file") from error

    def refuse_if_growing(self) -> None:
        """Raises LandingError TRUNCATED if the file changed since it was found."""
        now = self.path.stat()
        if (now.st_size, now.st_mtime_ns) != (self.size, self.changed):
            detail = "it changed while it was read"
            raise blocked("TRUNCATED", file=self.shown, detail=detail)


@dataclass(frozen=True)
class RawFolder:
    """``files`` per table name, in name order; ``unknown`` are no table's files."""

    files: dict[str, list[RawFile]]
    unknown: list[str]


def find_files(raw: Path, contract: SourceContract) -> RawFolder:
    """All raw files of one source.

    Raises LandingError RAW_MISSING if a folder cannot be listed, NOT_A_FILE if a
    table's file is none, MISSING_TABLE if a required table has no file.
    """
    folder = raw / contract.name
    try:
        if not folder.is_dir():
            raise raw_missing(raw, contract, "does not exist")
        files = {t.name: _table_files(folder, t) for t in contract.tables}
        unread = _unread(folder, contract, files)
    except OSError as error:
        detail = f"cannot be read ({(error.strerror or 'unknown error').lower()})"
        raise raw_missing(raw, contract, detail) from error
    for table in contract.tables:
        if table.is_required and not files[table.name]:
            raise blocked("MISSING_TABLE", source=contract.name, table=table.name)
    return RawFolder(files, unread)


def raw_missing(raw: Path, contract: SourceContract, detail: str) -> LandingError:
    """The error for a source's folder under ``raw`` that gives no files."""
    return blocked(
        "RAW_MISSING", file=raw / contract.name, detail=detail, source=contract.name
    )


def _unread(
    folder: Path, contract: SourceContract, files: Mapping[str, Sequence[RawFile]]
) -> list[str]:
    """Files that look like table data and are not read, so that nobody misses them."""
    read = {file.path for found in files.values() for file in found}
    tables = {table.name for table in contract.tables}
    suspects = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES or path.stem in tables
    ]
    for table in tables:
        if (folder / table).is_dir():
            suspects += (folder / table).iterdir()
    return sorted(
        path.relative_to(folder).as_posix()
        for path in suspects
        if path not in read and not (path.name in tables and path.is_dir())
    )


def _refuse_no_file(path: Path, folder: Path, table: TableContract) -> None:
    """Refuse what has the name of a table's data and none in it."""
    is_batch_folder = path.is_dir() and path == folder / table.name
    if path.is_file() or is_batch_folder or not os.path.lexists(path):
        return
    detail = "neither a file nor a folder"
    if path.is_dir():
        detail = "a folder, not a file"
    elif path.is_symlink():
        detail = "a link that leads nowhere"
    name = path.relative_to(folder).as_posix()
    raise blocked("NOT_A_FILE", file=f"{table.source}/{name}", detail=detail)


def _table_files(folder: Path, table: TableContract) -> list[RawFile]:
    paths = [folder / f"{table.name}{suffix}" for suffix in SUFFIXES]
    batches = folder / table.name
    if batches.is_dir():
        paths += [p for p in sorted(batches.iterdir()) if p.suffix in SUFFIXES]
    found = []
    for path in (batches, *paths):
        _refuse_no_file(path, folder, table)
        if path.is_file() and path != batches:
            stat = path.stat()
            name = path.relative_to(folder).as_posix()
            found.append(
                RawFile(
                    path=path,
                    name=name,
                    source=table.source,
                    is_in_batch_folder=path.parent == batches,
                    size=stat.st_size,
                    changed=stat.st_mtime_ns,
                )
            )
    return found
