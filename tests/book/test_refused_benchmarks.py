"""Bands of no rate, of a rate that is no KPI's, and two bands for one rate."""

from decimal import Decimal
from functools import partial

import pytest

from book import read_book
from book.goal_rows import DEFINITION_KINDS
from tests.book.book_copies import BENCHMARKS, DEFAULT_BOOK, KPIS, LABELS, BookCopy
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

band = partial(change, BENCHMARKS, "wins")

CASES: list[Case] = [
    (
        "a_rate_in_percent",
        band(rate_lower="20", rate_upper="30"),
        BENCHMARKS,
        "wins",
        "rate_lower 20 is no share; write 0 to 1, such as 0.35",
    ),
    (
        "a_percent_sign",
        band(rate_lower="20%"),
        BENCHMARKS,
        "wins",
        "rate_lower '20%' is not a number",
    ),
    (
        "more_than_everything",
        band(rate_upper="1.01"),
        BENCHMARKS,
        "wins",
        "rate_upper 1.01 is no share",
    ),
    (
        "less_than_nothing",
        band(rate_lower="-0.01"),
        BENCHMARKS,
        "wins",
        "rate_lower -0.01 is no share",
    ),
    (
        "a_band_upside_down",
        band(rate_lower="0.3", rate_upper="0.2"),
        BENCHMARKS,
        "wins",
        "rate_upper 0.2 is not above rate_lower 0.3; write where the band begins and",
    ),
    (
        "a_band_of_one_rate",
        band(rate_lower="0.3"),
        BENCHMARKS,
        "wins",
        "rate_upper 0.3 is not above rate_lower 0.3",
    ),
    (
        "a_band_without_an_end",
        band(rate_upper=""),
        BENCHMARKS,
        "wins",
        "rate_upper is empty",
    ),
    (
        "a_kpi_that_nobody_defined",
        band(kpi_id="close_rate"),
        BENCHMARKS,
        "wins",
        "kpi_id close_rate is not in kpi_definitions.csv; name a KPI that stands there",
    ),
    (
        "a_kpi_that_was_removed",
        remove(KPIS, "win_rate"),
        BENCHMARKS,
        "wins",
        "kpi_id win_rate is not in kpi_definitions.csv",
    ),
    (
        "a_rate_of_persons",
        band(kpi_id="lead_to_won_rate"),
        BENCHMARKS,
        "wins",
        "kpi_id lead_to_won_rate is a rate of the unit person; name a KPI whose unit",
    ),
    (
        "a_rate_of_accounts",
        band(kpi_id="account_first_mql_ever"),
        BENCHMARKS,
        "wins",
        "kpi_id account_first_mql_ever is a rate of the unit account",
    ),
    (
        "a_band_that_outlives_its_kpi",
        change(KPIS, "win_rate", valid_to="2026-04-01"),
        BENCHMARKS,
        "wins",
        "kpi_id win_rate is not in force since 2026-04-01; end the row with its KPI",
    ),
    (
        "a_band_from_before_its_kpi",
        all_of(
            change(KPIS, "win_rate", valid_from="2025-06-01"),
            band(valid_from="2025-05-31"),
        ),
        BENCHMARKS,
        "wins",
        "kpi_id win_rate is not in force from 2025-05-31 to 2025-06-01",
    ),
    (
        "an_unknown_kind_of_definition",
        band(definition_kind="download"),
        BENCHMARKS,
        "wins",
        "definition_kind 'download' is unknown; use one of any, declared, scored, "
        "behaviour_and_fit, behaviour, fit, recorded",
    ),
    (
        "no_kind_of_definition",
        band(definition_kind=""),
        BENCHMARKS,
        "wins",
        "definition_kind is empty",
    ),
    (
        "two_bands_for_one_rate",
        add(
            BENCHMARKS,
            "wins",
            benchmark_id="wins_2026",
            rate_upper="0.4",
            valid_from="2026-01-01",
        ),
        BENCHMARKS,
        "wins_2026",
        "the band of win_rate for the kind recorded overlaps with wins of line 5 since "
        "2026-01-01; close the older row on the day the newer one begins",
    ),
    (
        "one_name_for_two_bands",
        add(BENCHMARKS, "wins", definition_kind="any"),
        BENCHMARKS,
        "wins",
        "repeats line 5 (same benchmark_id)",
    ),
    (
        "a_band_that_sales_did_not_approve",
        band(sales_approved_on=""),
        BENCHMARKS,
        "wins",
        "sales_approved_on is empty",
    ),
    (
        "a_band_that_marketing_will_approve",
        band(marketing_approved_on="2099-01-01"),
        BENCHMARKS,
        "wins",
        "marketing_approved_on 2099-01-01 is still to come",
    ),
    (
        "a_band_before_its_approval",
        band(valid_from="2025-03-11"),
        BENCHMARKS,
        "wins",
        "valid_from 2025-03-11 lies before the later approval 2025-03-12",
    ),
    (
        "a_band_that_ends_on_its_first_day",
        band(valid_from="2026-04-01", valid_to="2026-04-01"),
        BENCHMARKS,
        "wins",
        "valid_to 2026-04-01 is not after valid_from 2026-04-01",
    ),
    (
        "a_band_from_nowhere",
        band(statement_en=""),
        BENCHMARKS,
        "wins",
        "statement_en is empty",
    ),
    (
        "a_statement_as_a_rate",
        band(rate_lower="0 or 1=1"),
        BENCHMARKS,
        "wins",
        "rate_lower looks like SQL or a template",
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
        pytest.param(lambda book: book.write(BENCHMARKS, []), id="no_band_at_all"),
        pytest.param(band(rate_lower="0", rate_upper="1"), id="any_rate_is_usual"),
        pytest.param(
            add(BENCHMARKS, "wins", benchmark_id="wins_any", definition_kind="any"),
            id="a_band_for_every_other_kind",
        ),
        pytest.param(
            all_of(
                band(valid_to="2026-04-01"),
                add(
                    BENCHMARKS,
                    "wins",
                    benchmark_id="wins_2026",
                    valid_from="2026-04-01",
                    valid_to="",
                ),
            ),
            id="another_band_from_the_day_the_first_ends",
        ),
        pytest.param(
            lambda book: book.end_kpi("win_rate", "2026-04-01"),
            id="a_band_that_ends_with_its_kpi",
        ),
        pytest.param(
            band(kpi_id="opportunity_conversion_rate_mql"), id="a_band_of_a_drill_down"
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None


def test_the_default_bands_are_the_fields_figures() -> None:
    """MQL to SAL 35 to 45 %, SAL to opportunity 50 to 60 %, opportunity to won 20 to
    30 %: and none for MQLs by any download."""
    rows = read_book(DEFAULT_BOOK).rows
    steps = {kpi.kpi_id: (kpi.from_stage, kpi.to_stage) for kpi in rows.kpi_definitions}
    bands = {
        (*steps[row.kpi_id], row.definition_kind): (row.rate_lower, row.rate_upper)
        for row in rows.funnel_benchmarks
    }
    thirty_five = (Decimal("0.35"), Decimal("0.45"))

    assert bands == {
        ("mql", "sal", "scored"): thirty_five,
        ("mql", "sal", "behaviour_and_fit"): thirty_five,
        ("sal", "opportunity", "recorded"): (Decimal("0.5"), Decimal("0.6")),
        ("opportunity", "won", "recorded"): (Decimal("0.2"), Decimal("0.3")),
    }


def test_every_kind_of_definition_and_every_position_has_a_label() -> None:
    labels = read_book(DEFAULT_BOOK).rows.labels
    named = {(label.vocabulary, label.code) for label in labels}

    assert {("definition_kind", kind) for kind in DEFINITION_KINDS} <= named
    assert {
        ("position", position) for position in ("below", "within", "above", "unknown")
    } <= named


def test_a_label_of_no_vocabulary_is_refused(book_copy: BookCopy) -> None:
    book_copy.change(LABELS, "position", vocabulary="place")

    assert_refused(book_copy, LABELS, "below", "vocabulary 'place' is unknown")
