"""Checks that every dated row shares: order of its ends, approvals, tiling of time."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Protocol, TypeVar

from book.intervals import ALWAYS, Interval, common_days, holes
from book.problems import Problem
from book.rows import Dated, in_force


class DatedOnLine(Dated, Protocol):
    """A dated row that knows its line."""

    @property
    def line(self) -> int: ...


class Approved(DatedOnLine, Protocol):
    """A dated row that both departments approved."""

    @property
    def marketing_approved_on(self) -> date | None: ...

    @property
    def sales_approved_on(self) -> date | None: ...


DatedRow = TypeVar("DatedRow", bound=DatedOnLine)


def check_ends(
    file: str, rows: Sequence[DatedRow], name: Callable[[DatedRow], str]
) -> Iterator[Problem]:
    """A row ends after it begins."""
    for row in rows:
        if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
            yield Problem(
                file,
                row.line,
                name(row),
                f"valid_to {row.valid_to} is not after valid_from {row.valid_from}",
                "give the first day on which the row no longer holds",
            )


def check_approvals(file: str, row: Approved, name: str) -> Iterator[Problem]:
    """Both departments approved the row, no later than the day it begins.

    A row without `valid_from` holds since ever: written down later than used.
    """
    approvals = {
        "marketing_approved_on": row.marketing_approved_on,
        "sales_approved_on": row.sales_approved_on,
    }
    for column, approved_on in approvals.items():
        if approved_on is None:
            yield Problem(
                file,
                row.line,
                name,
                f"is in force or retired without {column}",
                "enter the day of the approval or make the row a draft",
            )
    known = [approved_on for approved_on in approvals.values() if approved_on]
    if row.valid_from and known and row.valid_from < max(known):
        yield Problem(
            file,
            row.line,
            name,
            f"valid_from {row.valid_from} lies before the later approval {max(known)}",
            "let the row begin on or after the day both departments approved it",
        )


def check_overlaps(
    file: str,
    rows: Sequence[DatedRow],
    name: Callable[[DatedRow], str],
    what: str,
) -> Iterator[Problem]:
    """At most one of `rows` is in force at any instant; the later row is named."""
    ordered = sorted(rows, key=lambda row: (in_force(row), row.line))
    for earlier, later in combinations(ordered, 2):
        if in_force(earlier).overlaps(in_force(later)):
            days = common_days(in_force(earlier), in_force(later))
            yield Problem(
                file,
                later.line,
                name(later),
                f"{what} overlaps with {name(earlier)} of line {earlier.line} {days}",
                "close the older row on the day the newer one begins",
            )


def check_tiles_time(
    file: str,
    rows: Sequence[DatedRow],
    name: Callable[[DatedRow], str],
    what: str,
    within: Interval = ALWAYS,
) -> Iterator[Problem]:
    """Exactly one of `rows` is in force at every instant of `within`."""
    yield from check_overlaps(file, rows, name, what)
    for hole in holes([in_force(row) for row in rows], within):
        yield Problem(
            file,
            row_after(rows, hole).line if rows else None,
            name(row_after(rows, hole)) if rows else None,
            f"{what} has no row in force {hole}",
            "add one, or let the rows around the hole touch",
        )


def row_after(rows: Sequence[DatedRow], hole: Interval) -> DatedRow:
    """The row that begins where a hole ends, else the last one before it."""
    ordered = sorted(rows, key=lambda row: (in_force(row), row.line))
    return next(
        (row for row in ordered if in_force(row).start >= hole.end), ordered[-1]
    )
