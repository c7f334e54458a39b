"""Typed columns: what one cell may hold, and how it is parsed.

A row class names its columns with these specifiers; `parse_cell` does the work and
raises `CellError` with the reason and the fix.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from book.hostile import hidden_sign, looks_like_code, looks_like_formula

MAX_LENGTH = 2_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
# What no company means to write: larger numbers are slips of the hand.
MOST_DAYS, MOST_HOURS = 3_660, 87_840  # ten years
MOST_SECONDS = 3_600 * MOST_HOURS
MOST_OF_ANYTHING = 1_000_000
MOST_EMPLOYEES = 100_000_000
MOST_MONEY = 10_000_000_000_000

_CODE = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")
_MONEY = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CellError(ValueError):
    """A refused cell: the reason and what to write instead."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(f"{reason}; {fix}")
        self.reason = reason
        self.fix = fix


@dataclass(frozen=True)
class Column:
    """How the cells of one column are read.

    `is_prose` marks text written for people, `is_vendor_text` the words of another
    system, which are kept as they came even where a spreadsheet would run them.
    """

    parse: Callable[[str], Any]
    may_be_empty: bool = False
    is_prose: bool = False
    is_vendor_text: bool = False


def parse_cell(column: Column, cell: str) -> Any:  # noqa: ANN401
    """The typed value of a cell, None for an empty one.

    Raises CellError.
    """
    if cell == "":
        if column.may_be_empty:
            return None
        raise CellError("is empty", "fill it in")
    _refuse_hostile(column, cell)
    return column.parse(cell)


def _refuse_hostile(column: Column, cell: str) -> None:
    sign = hidden_sign(cell)
    if sign:
        raise CellError(
            f"holds the invisible or control character {sign}",
            "type the text again on one line without it",
        )
    if cell != cell.strip():
        raise CellError(f"begins or ends with white space ({shown(cell)})", "remove it")
    if len(cell) > MAX_LENGTH:
        raise CellError(
            f"has {len(cell)} characters, more than {MAX_LENGTH}", "shorten it"
        )
    if cell.lower() == "null":
        raise CellError(
            f"holds the word {shown(cell)}", "leave the cell empty for no value"
        )
    if looks_like_code(cell, is_prose=column.is_prose):
        raise CellError(
            f"looks like SQL or a template ({shown(cell)})",
            "write a plain value: a definition is data, never code",
        )
    if not column.is_vendor_text and looks_like_formula(cell):
        raise CellError(
            f"looks like a spreadsheet formula ({shown(cell)})", "write a plain value"
        )


def shown(cell: str) -> str:
    """The cell as it stands in a message, cut to a readable length."""
    return repr(cell if len(cell) <= 60 else cell[:57] + "...")


def code(*, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """A short name: lower-case letters, digits and underscores."""
    return _column(Column(_parse_code, may_be_empty))


def one_of(*allowed: str, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """One word of a closed list."""
    return _column(Column(_choice(allowed), may_be_empty))


def text(*, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """A plain value of any form."""
    return _column(Column(str, may_be_empty))


def prose(*, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """A sentence or label written for people."""
    return _column(Column(str, may_be_empty, is_prose=True))


def vendor_text() -> Any:  # noqa: ANN401
    """A word exactly as another system writes it."""
    return _column(Column(str, is_prose=True, is_vendor_text=True))


def matching(pattern: str, example: str) -> Any:  # noqa: ANN401
    """Text of one fixed form."""
    return _column(Column(_form(re.compile(pattern), example)))


def whole(
    *, at_least: int, at_most: int = MOST_OF_ANYTHING, may_be_empty: bool = False
) -> Any:  # noqa: ANN401
    """A whole number."""
    return _column(Column(_whole(at_least, at_most), may_be_empty))


def number(*, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """A number with up to six decimals."""
    return _column(Column(_bounded_number, may_be_empty))


def money() -> Any:  # noqa: ANN401
    """A sum of money, in whole units or with up to two decimals."""
    return _column(Column(_parse_money))


def flag(*, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """true or false, nothing else."""
    return _column(Column(_parse_flag, may_be_empty))


def day(*, may_be_empty: bool = False) -> Any:  # noqa: ANN401
    """A day of the company's calendar, YYYY-MM-DD."""
    return _column(Column(_parse_day, may_be_empty))


def parse_number(cell: str) -> Decimal:
    """An exact number. Raises CellError."""
    if not _NUMBER.fullmatch(cell):
        raise CellError(
            f"{shown(cell)} is not a number", "write a number such as 80 or 0.5"
        )
    return Decimal(cell)


def parse_employees(cell: str) -> int:
    """A number of people. Raises CellError."""
    return _whole(0, MOST_EMPLOYEES)(cell)


def _bounded_number(cell: str) -> Decimal:
    parsed = parse_number(cell)
    _refuse_beyond(MOST_OF_ANYTHING, abs(parsed), cell)
    return parsed


def _parse_money(cell: str) -> Decimal:
    if not _MONEY.fullmatch(cell):
        raise CellError(
            f"{shown(cell)} is no sum of money",
            "write digits alone, such as 50000000 or 1999.99",
        )
    _refuse_beyond(MOST_MONEY, abs(Decimal(cell)), cell)
    return Decimal(cell)


def _refuse_beyond(bound: int, size: Decimal, cell: str) -> None:
    if size > bound:
        raise CellError(
            f"{shown(cell)} is beyond {bound:,}", "write the number that was meant"
        )


def _column(column: Column) -> Any:  # noqa: ANN401
    return field(metadata={"column": column})


def _parse_code(cell: str) -> str:
    if not _CODE.fullmatch(cell):
        raise CellError(
            f"{shown(cell)} is not a code",
            "use lower-case letters, digits and underscores, a letter first",
        )
    return cell


def _choice(allowed: Sequence[str]) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if cell not in allowed:
            raise CellError(
                f"{shown(cell)} is unknown", f"use one of {', '.join(allowed)}"
            )
        return cell

    return parse


def _form(pattern: re.Pattern[str], example: str) -> Callable[[str], str]:
    def parse(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise CellError(f"{shown(cell)} is malformed", f"write it like {example}")
        return cell

    return parse


def _whole(at_least: int, at_most: int) -> Callable[[str], int]:
    def parse(cell: str) -> int:
        if not _WHOLE.fullmatch(cell) or int(cell) < at_least:
            raise CellError(
                f"{shown(cell)} is not a whole number of at least {at_least}",
                "write one in ASCII digits",
            )
        _refuse_beyond(at_most, Decimal(cell), cell)
        return int(cell)

    return parse


def _parse_flag(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise CellError(
            f"{shown(cell)} is neither true nor false", "write true or false"
        )
    return cell == "true"


def _parse_day(cell: str) -> date:
    try:
        if not _DAY.fullmatch(cell):
            raise ValueError
        parsed = date.fromisoformat(cell)
    except ValueError:
        raise CellError(
            f"{shown(cell)} is not a day", "write an existing day as YYYY-MM-DD"
        ) from None
    if not FIRST_YEAR <= parsed.year <= LAST_YEAR:
        raise CellError(
            f"{cell} lies outside the years {FIRST_YEAR} to {LAST_YEAR}",
            "leave the cell empty for since ever or still",
        )
    return parsed
