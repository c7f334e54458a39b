"""The company itself and the bounds it keeps.

One class a file; its fields are the columns in order.
"""

# The calls describe columns; dataclasses takes them for what field() returns.
# ruff: noqa: RUF009

from dataclasses import dataclass
from datetime import date

from book.cells import code, day, matching, text, whole
from book.rows import Row


@dataclass(frozen=True)
class Company(Row):
    """Whose book this is: days, fiscal year and money."""

    company_id: str = code()
    time_zone: str = text()
    fiscal_year_start_month: int = whole(at_least=1)
    currency: str = matching(r"[A-Z]{3}", "JPY")
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)
