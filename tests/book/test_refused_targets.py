"""Targets of no period, of no money, and money that is targeted twice; the default
book's targets."""

from decimal import Decimal
from functools import partial

import pytest

from book import read_book
from tests.book.book_copies import COMPANY, DEFAULT_BOOK, TARGETS, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
    remove,
)

FIRST = "fy2025_q1_marketing"
target = partial(change, TARGETS, FIRST)
another = partial(add, TARGETS, FIRST, target_id="another")


def only(**cells: str) -> Break:
    """The first target alone, its cells overwritten."""
    return lambda book: book.write(TARGETS, [book.rows(TARGETS)[0] | cells])


def settings_from(day: str, **cells: str) -> Break:
    """Another row of the company from a day on."""
    return all_of(
        change(COMPANY, "demo_company", valid_to=day),
        add(COMPANY, "demo_company", valid_from=day, valid_to="", **cells),
    )


# Quarters begin in February, May … until 2026-02-01, and in January, April … since.
FROM_FEBRUARY_TO_JANUARY = all_of(
    change(COMPANY, "demo_company", fiscal_year_start_month="2"),
    settings_from("2026-02-01", fiscal_year_start_month="1"),
)

CASES: list[Case] = [
    (
        "a_month_from_its_second_day",
        only(period_grain="month", period_on="2025-04-02"),
        TARGETS,
        FIRST,
        "period_on 2025-04-02 is no first day of a month; write 2025-04-01, with which "
        "the month around that day begins, or remove the row",
    ),
    (
        "a_quarter_from_its_second_day",
        target(period_on="2025-04-02"),
        TARGETS,
        FIRST,
        "period_on 2025-04-02 is no first day of a fiscal quarter (the fiscal year "
        "begins in month 4); write 2025-04-01",
    ),
    (
        "a_quarter_from_its_last_month",
        target(period_on="2025-06-01"),
        TARGETS,
        FIRST,
        "period_on 2025-06-01 is no first day of a fiscal quarter (the fiscal year "
        "begins in month 4); write 2025-04-01, with which the quarter around that day",
    ),
    (
        "a_quarter_over_the_turn_of_the_year",
        target(period_on="2026-02-01"),
        TARGETS,
        FIRST,
        "write 2026-01-01, with which the quarter around that day begins",
    ),
    (
        "a_fiscal_year_that_is_the_calendars",
        target(period_grain="year", period_on="2025-01-01"),
        TARGETS,
        FIRST,
        "period_on 2025-01-01 is no first day of a fiscal year (the fiscal year begins "
        "in month 4); write 2024-04-01",
    ),
    (
        "quarters_of_another_fiscal_year",
        change(COMPANY, "demo_company", fiscal_year_start_month="2"),
        TARGETS,
        FIRST,
        "period_on 2025-04-01 is no first day of a fiscal quarter (the fiscal year "
        "begins in month 2); write 2025-02-01",
    ),
    (
        "a_quarter_of_the_next_fiscal_year_in_this_one",
        all_of(FROM_FEBRUARY_TO_JANUARY, only(period_on="2025-10-01")),
        TARGETS,
        FIRST,
        "(the fiscal year begins in month 2); write 2025-08-01",
    ),
    (
        "a_quarter_of_the_last_fiscal_year_in_this_one",
        all_of(FROM_FEBRUARY_TO_JANUARY, only(period_on="2026-02-01")),
        TARGETS,
        FIRST,
        "(the fiscal year begins in month 1); write 2026-01-01",
    ),
    (
        "an_unknown_grain",
        target(period_grain="half"),
        TARGETS,
        FIRST,
        "period_grain 'half' is unknown; use one of month, quarter, year",
    ),
    (
        "an_unknown_group",
        target(source_group="web"),
        TARGETS,
        FIRST,
        "source_group 'web' is unknown; use one of marketing, sales, referral, "
        "partner, expansion",
    ),
    (
        "a_target_for_whatever_is_unknown",
        target(source_group="unknown"),
        TARGETS,
        FIRST,
        "source_group 'unknown' is unknown",
    ),
    (
        "an_unknown_team",
        target(owner_team="call_centre"),
        TARGETS,
        FIRST,
        "owner_team 'call_centre' is unknown; use one of marketing, inside_sales",
    ),
    (
        "a_target_of_nothing",
        target(target_amount="0"),
        TARGETS,
        FIRST,
        "target_amount 0 is not positive; write the revenue to be booked, without tax",
    ),
    (
        "a_loss_as_a_target",
        target(target_amount="-1"),
        TARGETS,
        FIRST,
        "target_amount -1 is not positive",
    ),
    (
        "money_with_its_sign",
        target(target_amount="¥12,500,000"),
        TARGETS,
        FIRST,
        "target_amount '¥12,500,000' is no sum of money; write digits alone, such as",
    ),
    (
        "money_in_words",
        target(target_amount="1億"),
        TARGETS,
        FIRST,
        "target_amount '1億' is no sum of money",
    ),
    (
        "a_part_of_a_cent",
        target(target_amount="0.001"),
        TARGETS,
        FIRST,
        "target_amount '0.001' is no sum of money",
    ),
    (
        "more_than_ten_trillions",
        target(target_amount="10000000000001"),
        TARGETS,
        FIRST,
        "target_amount '10000000000001' is beyond 10,000,000,000,000",
    ),
    (
        "a_statement_as_an_amount",
        target(target_amount="1 or 1=1"),
        TARGETS,
        FIRST,
        "target_amount looks like SQL or a template",
    ),
    (
        "a_target_that_sales_did_not_approve",
        target(sales_approved_on=""),
        TARGETS,
        FIRST,
        "sales_approved_on is empty",
    ),
    (
        "a_target_that_marketing_will_approve",
        target(marketing_approved_on="2099-01-01"),
        TARGETS,
        FIRST,
        "marketing_approved_on 2099-01-01 is still to come",
    ),
    (
        "one_name_for_two_targets",
        add(TARGETS, FIRST, period_on="2027-04-01"),
        TARGETS,
        FIRST,
        "repeats line 2 (same target_id); keep one of the two",
    ),
    (
        "one_target_twice",
        another(target_amount="1"),
        TARGETS,
        "another",
        "repeats line 2 (fy2025_q1_marketing): same period_grain, period_on, "
        "source_group, owner_team; keep one of the two",
    ),
    (
        "one_target_of_a_team_twice",
        add(TARGETS, "fy2025_q1_expansion", target_id="another"),
        TARGETS,
        "another",
        "repeats line 6 (fy2025_q1_expansion)",
    ),
    (
        "the_first_month_of_a_quarter",
        another(period_grain="month"),
        TARGETS,
        "another",
        "targets a month that overlaps with the quarter of line 2 "
        "(fy2025_q1_marketing), so that it counts twice; keep the target of one of the",
    ),
    (
        "the_last_month_of_a_quarter",
        another(period_grain="month", period_on="2025-06-01"),
        TARGETS,
        "another",
        "targets a month that overlaps with the quarter of line 2",
    ),
    (
        "the_year_of_a_quarter",
        another(period_grain="year"),
        TARGETS,
        "another",
        "targets a year that overlaps with the quarter of line 2",
    ),
    (
        "the_last_quarter_of_a_year",
        all_of(
            only(period_grain="year"),
            another(period_grain="quarter", period_on="2026-01-01"),
        ),
        TARGETS,
        "another",
        "targets a quarter that overlaps with the year of line 2",
    ),
    (
        "a_quarter_of_a_year_in_which_the_currency_changed",
        all_of(
            settings_from("2025-07-01", currency="USD"),
            only(period_grain="year"),
            another(period_grain="quarter", period_on="2025-07-01"),
        ),
        TARGETS,
        "another",
        "targets a quarter that overlaps with the year of line 2",
    ),
    (
        "a_team_beside_all_teams",
        another(owner_team="inside_sales"),
        TARGETS,
        "another",
        "targets marketing for inside_sales while line 2 (fy2025_q1_marketing) does "
        "for all teams in the same time, so that it counts twice; give every team a",
    ),
    (
        "all_teams_beside_a_team",
        add(TARGETS, "fy2025_q1_expansion", target_id="another", owner_team=""),
        TARGETS,
        "another",
        "targets expansion for all teams while line 6 (fy2025_q1_expansion) does for "
        "customer_success in the same time",
    ),
    (
        "a_month_of_a_team_beside_the_quarter_of_all",
        another(owner_team="field_sales", period_grain="month", period_on="2025-05-01"),
        TARGETS,
        "another",
        "targets marketing for field_sales while line 2 (fy2025_q1_marketing) does "
        "for all teams in the same time",
    ),
]


@pytest.mark.parametrize(("breaks", "file", "row_id", "reason"), as_parameters(CASES))
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(lambda book: book.write(TARGETS, []), id="no_target_at_all"),
        pytest.param(
            all_of(
                target(owner_team="inside_sales"),
                another(owner_team="field_sales"),
            ),
            id="two_teams_with_a_target_each",
        ),
        pytest.param(
            all_of(
                target(owner_team="inside_sales"),
                another(
                    owner_team="field_sales",
                    period_grain="month",
                    period_on="2025-05-01",
                ),
            ),
            id="two_teams_in_periods_of_their_own",
        ),
        pytest.param(
            all_of(
                remove(TARGETS, FIRST),
                *(
                    add(
                        TARGETS,
                        "fy2025_q2_marketing",
                        target_id=f"month_{month}",
                        period_grain="month",
                        period_on=f"2025-0{month}-01",
                    )
                    for month in (4, 5, 6)
                ),
            ),
            id="months_in_the_place_of_a_quarter",
        ),
        pytest.param(
            another(period_grain="year", period_on="2027-04-01"),
            id="the_year_after_the_last_quarter",
        ),
        pytest.param(
            all_of(
                only(period_grain="year", period_on="2025-02-01"),
                change(COMPANY, "demo_company", fiscal_year_start_month="2"),
            ),
            id="a_year_from_february",
        ),
        pytest.param(
            change(COMPANY, "demo_company", fiscal_year_start_month="10"),
            id="the_same_quarters_of_another_year",
        ),
        pytest.param(
            all_of(
                change(COMPANY, "demo_company", fiscal_year_start_month="1"),
                settings_from("2025-04-01", fiscal_year_start_month="4"),
                only(period_grain="year", period_on="2025-01-01"),
                another(period_on="2025-04-01"),
            ),
            id="a_short_year_before_the_fiscal_year_changed",
        ),
        pytest.param(target(target_amount="0.01"), id="a_cent"),
        pytest.param(target(target_amount="10000000000000"), id="ten_trillions"),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(another(period_on="2025-05-01"), id="in_no_period"),
        pytest.param(another(period_grain="year"), id="beside_four_quarters"),
    ],
)
def test_a_target_is_named_once(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    refusal = book_copy.refusal()

    assert refusal
    assert [problem.row_id for problem in refusal.problems] == ["another"]


def test_the_default_targets_are_split_by_whose_work_the_deals_are() -> None:
    """¥100,000,000 and 120,000,000 in quarters from April on: 50, 25, 8, 7 and 10 %.
    A quarter of the first is 25,000,000 and has 12.5, 6.25, 2, 1.75 and 2.5 millions;
    one of the second is 30,000,000 and has 15, 7.5, 2.4, 2.1 and 3."""
    quarters: dict[str, dict[str, Decimal]] = {}
    for row in read_book(DEFAULT_BOOK).rows.kpi_targets:
        assert row.period_grain == "quarter"
        assert row.owner_team == (
            "customer_success" if row.source_group == "expansion" else None
        )
        quarter = quarters.setdefault(row.period_on.isoformat(), {})
        quarter[row.source_group] = row.target_amount
    groups = ("marketing", "sales", "referral", "partner", "expansion")
    first = (12_500_000, 6_250_000, 2_000_000, 1_750_000, 2_500_000)
    second = (15_000_000, 7_500_000, 2_400_000, 2_100_000, 3_000_000)

    assert quarters == {
        day: dict(zip(groups, amounts, strict=True))
        for days, amounts in (
            (("2025-04-01", "2025-07-01", "2025-10-01", "2026-01-01"), first),
            (("2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"), second),
        )
        for day in days
    }
    assert (sum(first) * 4, sum(second) * 4) == (100_000_000, 120_000_000)
