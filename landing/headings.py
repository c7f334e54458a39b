"""Which column of a file is which of its contract: by name, never by position."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from landing.contract import TableContract
from landing.reasons import blocked

HEADING_LIMIT = 1 << 20


@dataclass(frozen=True)
class Binding:
    """``positions`` maps contract columns to positions in the file.

    ``extra`` are the positions of columns that the contract does not know, with the
    name each is kept under in ``_raw``.
    """

    headings: tuple[str, ...]
    positions: dict[str, int]
    extra: dict[int, str]
    has_unused_duplicates: bool


def csv_headings(path: Path, start: int, name: str, encoding: str) -> list[str]:
    """The headings, at byte ``start``, of a CSV file that passed the byte checks."""
    with path.open("rb") as binary:
        binary.seek(start)
        file = io.TextIOWrapper(binary, encoding=encoding, newline="")
        lines: list[str] = []
        size = 0
        while line := file.readline(HEADING_LIMIT):
            lines.append(line)
            size += len(line)
            if size > HEADING_LIMIT:
                raise blocked("RECORD_TOO_LONG", file=name, count=HEADING_LIMIT)
            if "".join(lines).count('"') % 2 == 0:
                break
    row: list[str] = next((r for r in csv.reader(lines) if r), [])
    if not row:
        raise blocked("EMPTY_FILE", file=name)
    return [heading.strip() for heading in row]


def bind(headings: Sequence[str], table: TableContract, name: str) -> Binding:
    """Bind the headings of a file to a contract.

    Raises LandingError DUP_COLUMN, DELIMITER or SCHEMA_MISSING.
    """
    meaning = {
        heading: column.name
        for column in table.columns
        for heading in (column.name, *column.aliases)
    }
    positions: dict[str, int] = {}
    extra: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for position, heading in enumerate(headings):
        column = meaning.get(heading)
        if column in positions:
            count = sum(meaning.get(other) == column for other in headings)
            raise blocked("DUP_COLUMN", file=name, count=count, column=column)
        if column is not None:
            positions[column] = position
            continue
        seen[heading] += 1
        number = seen[heading]
        extra[position] = heading if number == 1 else f"{heading} ({number})"
    missing = [
        c.name for c in table.columns if c.must_exist and c.name not in positions
    ]
    if missing:
        _refuse_other_delimiter(headings, meaning, name)
        shown = ", ".join(missing)
        raise blocked("SCHEMA_MISSING", file=name, count=len(missing), column=shown)
    has_unused = any(count > 1 for count in seen.values())
    return Binding(tuple(headings), positions, extra, has_unused)


def _refuse_other_delimiter(
    headings: Sequence[str], meaning: dict[str, str], name: str
) -> None:
    for delimiter, word in (("\t", "tabs"), (";", "semicolons"), ("|", "bars")):
        parts = [p.strip(' "') for h in headings for p in h.split(delimiter)]
        if len(parts) > len(headings) and any(part in meaning for part in parts):
            raise blocked("DELIMITER", file=name, detail=word)
