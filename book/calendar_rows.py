"""When the company works: the hours of its week and the days on which it is closed.

One class a file; its fields are the columns in order.
"""

# The calls describe columns; dataclasses takes them for what field() returns.
# ruff: noqa: RUF009

from dataclasses import dataclass
from datetime import date

from book.cells import day, matching, prose, whole
from book.rows import Row

_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"


@dataclass(frozen=True)
class BusinessHours(Row):
    """A stretch of a day of the week in which the company works, [opens, closes).

    `day_of_week` is 1 for Monday to 7 for Sunday. Times are local, HH:MM, so that their
    texts compare as they do; `closes_at` 24:00 is the end of the day.
    """

    day_of_week: int = whole(at_least=1, at_most=7)
    opens_at: str = matching(_TIME, "09:00")
    closes_at: str = matching(f"{_TIME}|24:00", "18:00, or 24:00 for the day's end")
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class CompanyHoliday(Row):
    """A day without business hours: a public holiday, or one of the company's own."""

    holiday_on: date = day()
    name_ja: str = prose()
    name_en: str = prose()
