"""The strict reading of one CSV file into typed rows."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from book.cells import CellError, Column, parse_cell, shown
from book.files import BookFile
from book.problems import Problem


@dataclass(frozen=True)
class FileContent:
    """What one file holds: its cells as text (for the hash), its rows, what is wrong.

    `rows` leaves out the rows that `problems` names.
    """

    file: BookFile
    cells: list[tuple[str, ...]]
    rows: list[Any]
    problems: list[Problem]


def read_file(folder: Path, file: BookFile) -> FileContent:
    """Read one file strictly: UTF-8, exact header, no ragged, empty or double row.

    A leading byte-order mark, as spreadsheets write it, and any line end are taken.
    """

    def refused(reason: str, fix: str, line: int | None = None) -> FileContent:
        return FileContent(file, [], [], [Problem(file.path, line, None, reason, fix)])

    try:
        content = (folder / file.path).read_bytes()
    except FileNotFoundError:
        return refused("is missing", "add it, with its header even if it has no rows")
    except OSError as error:
        return refused(f"cannot be read ({error.strerror})", "make it a readable file")
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return refused(
            f"is not UTF-8 (byte {error.start})",
            "save it as UTF-8",
            content[: error.start].count(b"\n") + 1,
        )
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(decoded, newline=""), strict=True)
    started_at = 1
    try:
        for record in reader:
            records.append((started_at, record))
            started_at = reader.line_num + 1
    except csv.Error as error:
        return refused(
            f"is not readable as CSV ({error})",
            "close the quotation mark, and double one inside a quoted cell",
            started_at,
        )
    header = records[0][1] if records else []
    if header != list(file.columns):
        return refused(_header_reason(header, list(file.columns)), _header_fix(file), 1)
    if len(records) == 1 and not file.may_be_empty:
        return refused("has no rows", "write at least one")
    return _read_records(file, records[1:])


def _header_reason(header: list[str], expected: list[str]) -> str:
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    repeated = sorted({name for name in header if header.count(name) > 1})
    if (
        len(header) == 1
        and len(expected) > 1
        and (";" in header[0] or "\t" in header[0])
    ):
        return "has no comma in its header"
    if not header:
        return "is empty"
    if missing or extra:
        parts = []
        if missing:
            parts.append(f"lacks the column {', '.join(missing)}")
        if extra:
            parts.append(f"has the unknown column {', '.join(map(shown, extra))}")
        return " and ".join(parts)
    if repeated:
        return f"has the column {', '.join(repeated)} twice"
    return "has its columns in another order"


def _header_fix(file: BookFile) -> str:
    return f"make line 1 exactly {','.join(file.columns)}"


def _read_records(file: BookFile, records: list[tuple[int, list[str]]]) -> FileContent:
    content = FileContent(file, [], [], [])
    columns = file.columns
    lines_by_key: dict[tuple[str, ...], int] = {}
    for line, record in records:
        values: dict[str, Any] = {}
        errors = _record_errors(file, record, lines_by_key, line)
        if not errors:
            errors = _parse_record(columns, record, values)
        content.cells.append(tuple(record))
        content.problems.extend(
            Problem(file.path, line, _row_id(file, record), error.reason, error.fix)
            for error in errors
        )
        if not errors:
            content.rows.append(file.row_class(line=line, **values))
    return content


def _row_id(file: BookFile, record: list[str]) -> str | None:
    """What the author calls the row, without the characters a log must not get."""
    position = list(file.columns).index(file.key[0])
    if position >= len(record):
        return None
    return "".join(sign for sign in record[position][:60] if sign.isprintable())


def _record_errors(
    file: BookFile,
    record: list[str],
    lines_by_key: dict[tuple[str, ...], int],
    line: int,
) -> list[CellError]:
    columns = list(file.columns)
    if not record:
        return [CellError("is an empty line", "delete it")]
    if len(record) != len(columns):
        return [
            CellError(
                f"has {len(record)} cells where the header has {len(columns)}",
                "add or remove commas, and quote a cell that holds one",
            )
        ]
    key = tuple(record[columns.index(name)] for name in file.key)
    first_line = lines_by_key.setdefault(key, line)
    if first_line != line:
        return [
            CellError(
                f"repeats line {first_line} (same {', '.join(file.key)})",
                "keep one of the two",
            )
        ]
    return []


def _parse_record(
    columns: dict[str, Column], record: list[str], values: dict[str, Any]
) -> list[CellError]:
    """Fill `values` by column; what cannot be parsed is returned instead."""
    errors = []
    for (name, column), cell in zip(columns.items(), record, strict=True):
        try:
            values[name] = parse_cell(column, cell)
        except CellError as error:
            errors.append(CellError(f"{name} {error.reason}", error.fix))
    return errors
