"""Targets of revenue, in the periods of the company's fiscal calendar."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from book.contents import BookRows
from book.goal_rows import GRAINS, KpiTarget
from book.intervals import Interval
from book.problems import Problem
from book.rows import in_force
from book.target_rows import Company

TARGETS_FILE = "targets/kpi_targets.csv"


def check_kpi_targets(rows: BookRows) -> Iterator[Problem]:
    """Amounts of periods that exist, and no money that is targeted twice."""
    by_group: dict[str, list[tuple[KpiTarget, Interval]]] = defaultdict(list)
    for row in rows.kpi_targets:
        if row.target_amount <= 0:
            yield _problem(
                row,
                f"target_amount {row.target_amount} is not positive",
                "write the revenue to be booked, without tax, or remove the row",
            )
        company = _company_on(row.period_on, rows.companies)
        if company is None:
            continue
        first = _first_day(row, company)
        if first != row.period_on:
            yield _no_first_day(row, first, company)
            continue
        days = Interval(first, _last_end(row, company, rows.companies))
        for earlier, earlier_days in by_group[row.source_group]:
            is_same_money = earlier.owner_team == row.owner_team or None in (
                earlier.owner_team,
                row.owner_team,
            )
            if is_same_money and days.overlaps(earlier_days):
                yield _twice(row, earlier)
                break
        by_group[row.source_group].append((row, days))


def _company_on(day: date, companies: Sequence[Company]) -> Company | None:
    """The settings in force on a day; a book without any is refused elsewhere."""
    return next(
        (row for row in companies if in_force(row).start <= day < in_force(row).end),
        None,
    )


def _first_day(row: KpiTarget, company: Company) -> date:
    """Of the period of the row's grain in which its day lies."""
    months_gone = row.period_on.month - company.fiscal_year_start_month
    return _months_later(row.period_on, -(months_gone % GRAINS[row.period_grain]))


def _last_end(row: KpiTarget, company: Company, companies: Sequence[Company]) -> date:
    """The day after the period; a year that begins otherwise cuts it short."""
    changes = [
        other.valid_from
        for other in companies
        if other.valid_from
        and other.valid_from > row.period_on
        and other.fiscal_year_start_month != company.fiscal_year_start_month
    ]
    return min([_months_later(row.period_on, GRAINS[row.period_grain]), *changes])


def _months_later(day: date, months: int) -> date:
    """The first of the month so many months after that of the day."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def _no_first_day(row: KpiTarget, first: date, company: Company) -> Problem:
    grain = row.period_grain
    period = grain
    if grain != "month":
        begins = company.fiscal_year_start_month
        period = f"fiscal {grain} (the fiscal year begins in month {begins})"
    return _problem(
        row,
        f"period_on {row.period_on} is no first day of a {period}",
        f"write {first}, with which the {grain} around that day begins, or remove the "
        "row",
    )


def _twice(row: KpiTarget, earlier: KpiTarget) -> Problem:
    other = f"line {earlier.line} ({earlier.target_id})"
    if row.owner_team != earlier.owner_team:
        return _problem(
            row,
            f"targets {row.source_group} for {row.owner_team or 'all teams'} while "
            f"{other} does for {earlier.owner_team or 'all teams'} in the same time, "
            "so that it counts twice",
            "give every team a target of its own, or all teams one",
        )
    if row.period_grain == earlier.period_grain:
        return _problem(
            row,
            f"repeats {other}: same period_grain, period_on, source_group, owner_team",
            "keep one of the two",
        )
    return _problem(
        row,
        f"targets a {row.period_grain} that overlaps with the {earlier.period_grain} "
        f"of {other}, so that it counts twice",
        "keep the target of one of the two periods",
    )


def _problem(row: KpiTarget, reason: str, fix: str) -> Problem:
    return Problem(TARGETS_FILE, row.line, row.target_id, reason, fix)
