"""From a folder to a checked `Book`."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from book.checks import check_rows
from book.contents import BookRows
from book.files import FILES, FOLDERS, stray_entries
from book.problems import BookError, Problem
from book.strict_reading import FileContent, read_file

# Where a day begins first.
_EARLIEST_ZONE = timezone(timedelta(hours=14))


@dataclass(frozen=True)
class Book:
    """A book that was read, checked and found to hold.

    `definition_hash` is the sha256 of every cell of every file, but for those that say
    how raw files are written: what landed means the same with and without them. It
    depends neither on the order of rows nor on line ends nor on how cells are quoted.
    """

    rows: BookRows
    definition_hash: str

    @property
    def company_id(self) -> str:
        """Whose book it is."""
        return self.rows.companies[0].company_id

    @property
    def company_time_zone(self) -> str:
        """The IANA zone whose midnight begins the company's days."""
        return self.rows.companies[0].time_zone


def read_book(folder: Path, *, today: date | None = None) -> Book:
    """Read and check the book under `folder` (definitions/, mappings/, targets/).

    Rows are compared with each other only once every cell can be read: before that
    a missing row would be reported again as a gap. Approvals are given by `today`, by
    default the day it now is somewhere on earth.

    Raises BookError, whose text is one sentence naming the file, the row, the reason
    and the fix.
    """
    missing = [name for name in FOLDERS if not (folder / name).is_dir()]
    if missing:
        raise BookError(
            [
                Problem(
                    f"{name}/",
                    None,
                    None,
                    f"is no folder under {folder}",
                    "point HANDOFF_BOOK to a folder with definitions/, mappings/ "
                    "and targets/",
                )
                for name in missing
            ]
        )
    contents = [read_file(folder, file) for file in FILES]
    problems = stray_entries(folder)
    for content in contents:
        problems.extend(content.problems)
    if problems:
        raise BookError(problems)
    rows = _gather(contents)
    problems = check_rows(rows, today or datetime.now(_EARLIEST_ZONE).date())
    if problems:
        raise BookError(problems)
    return Book(rows, _definition_hash(contents))


def _gather(contents: Sequence[FileContent]) -> BookRows:
    by_path: dict[str, list[Any]] = {
        content.file.path: content.rows for content in contents
    }
    return BookRows.from_files(by_path)


def _definition_hash(contents: Sequence[FileContent]) -> str:
    canonical = [
        [content.file.path, list(content.file.columns), sorted(content.cells)]
        for content in contents
        if not content.file.is_about_raw_files
    ]
    text = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
