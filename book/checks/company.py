"""Whose book it is: zone, fiscal year, currency."""

from collections.abc import Iterator

from book.checks.dates import check_ends, check_tiles_time
from book.contents import BookRows
from book.problems import Problem
from book.target_rows import Company
from book.zones import is_zone

COMPANY_FILE = "targets/company.csv"


def check_company(rows: BookRows) -> Iterator[Problem]:
    """One company, one row in force at every instant, one zone for all its days."""
    companies = rows.companies
    yield from check_ends(COMPANY_FILE, companies, _company)
    yield from check_tiles_time(
        COMPANY_FILE, companies, _company, "the company's settings"
    )
    for row in companies:

        def problem(reason: str, fix: str, row: Company = row) -> Problem:
            return Problem(COMPANY_FILE, row.line, row.company_id, reason, fix)

        if not is_zone(row.time_zone):
            yield problem(
                f"time_zone {row.time_zone!r} is no IANA time zone",
                "write one such as Asia/Tokyo",
            )
        if row.fiscal_year_start_month > 12:
            yield problem(
                f"fiscal_year_start_month {row.fiscal_year_start_month} is no month",
                "write 1 to 12",
            )
        for column in ("company_id", "time_zone"):
            if getattr(row, column) != getattr(companies[0], column):
                yield problem(
                    f"{column} differs from that of line {companies[0].line}",
                    "keep one: all days of a book are cut in one company's zone",
                )


def _company(row: Company) -> str:
    return row.company_id
