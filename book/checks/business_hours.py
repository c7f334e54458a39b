"""The hours of the company's week."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from book.calendar_rows import BusinessHours
from book.checks.dates import check_ends
from book.contents import BookRows
from book.intervals import common_days
from book.problems import Problem
from book.rows import in_force

HOURS_FILE = "targets/business_hours.csv"


def check_business_hours(rows: BookRows) -> Iterator[Problem]:
    """Stretches end after they begin, and no minute of a day lies in two of them."""
    hours = rows.business_hours
    yield from check_ends(HOURS_FILE, hours, _day)
    by_day: dict[int, list[BusinessHours]] = defaultdict(list)
    for row in hours:
        if row.closes_at <= row.opens_at:
            yield Problem(
                HOURS_FILE,
                row.line,
                _day(row),
                f"closes_at {row.closes_at} is not after opens_at {row.opens_at}",
                "let the stretch end on its day, by 24:00, and give what goes on past "
                "midnight a row of the next day",
            )
        by_day[row.day_of_week].append(row)
    for same in by_day.values():
        yield from _check_overlaps(same)


def _check_overlaps(same_day: list[BusinessHours]) -> Iterator[Problem]:
    ordered = sorted(same_day, key=lambda row: (in_force(row), row.opens_at, row.line))
    for earlier, later in combinations(ordered, 2):
        share_minutes = (
            earlier.opens_at < later.closes_at and later.opens_at < earlier.closes_at
        )
        if share_minutes and in_force(earlier).overlaps(in_force(later)):
            days = common_days(in_force(earlier), in_force(later))
            yield Problem(
                HOURS_FILE,
                later.line,
                _day(later),
                f"{later.opens_at} to {later.closes_at} overlaps with "
                f"{earlier.opens_at} to {earlier.closes_at} of line {earlier.line} "
                f"{days}",
                "end one stretch where the next begins, or close the older row on the "
                "day the newer one begins",
            )


def _day(row: BusinessHours) -> str:
    return str(row.day_of_week)
