"""KPI names without exactly one denominator, windows that do not exist."""

import pytest

from tests.book.book_copies import KPIS, STAGES, WINDOWS, BookCopy
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

KPI_CASES: list[Case] = [
    (
        "two_official_rows_of_one_name",
        change(KPIS, "opportunity_conversion_rate_mql", is_official="true"),
        KPIS,
        "opportunity_conversion_rate_mql",
        "the official 商談化率 overlaps with opportunity_conversion_rate",
    ),
    (
        "a_name_in_other_letters",
        add(
            KPIS,
            "lead_to_won_rate",
            kpi_id="cvr_2",
            kpi_name="ｃvr",  # noqa: RUF001
            label_en="Rate",
        ),
        KPIS,
        "cvr_2",
        "reads like CVR; write it as line 9 does, or name it apart",
    ),
    (
        "a_name_with_another_space",
        all_of(
            change(KPIS, "acceptance_rate", kpi_name="SAL 率"),
            add(KPIS, "acceptance_rate", kpi_id="sal_2", kpi_name="SAL　率"),
        ),
        KPIS,
        "sal_2",
        "reads like SAL 率",
    ),
    (
        "two_names_with_one_english_label",
        add(KPIS, "acceptance_rate", kpi_id="sal_2", kpi_name="受付率"),
        KPIS,
        "sal_2",
        "label_en Acceptance rate is that of 承認率; give each name a label of its own",
    ),
    (
        "a_name_without_an_official_row",
        change(KPIS, "win_rate", is_official="false"),
        KPIS,
        "win_rate",
        "the official 受注率 is not defined since ever",
    ),
    (
        "a_name_without_an_official_row_for_a_while",
        change(KPIS, "opportunity_conversion_rate", valid_to="2026-04-01"),
        KPIS,
        "opportunity_conversion_rate_mql",
        "is not defined since 2026-04-01",
    ),
    (
        "stages_in_the_wrong_order",
        change(KPIS, "win_rate", from_stage="won", to_stage="opportunity"),
        KPIS,
        "win_rate",
        "to_stage opportunity does not come after from_stage won",
    ),
    (
        "a_rate_from_a_stage_to_itself",
        change(KPIS, "win_rate", from_stage="won"),
        KPIS,
        "win_rate",
        "does not come after",
    ),
    (
        "a_stage_that_ended_before_the_kpi_began",
        all_of(
            change(STAGES, "sal", valid_to="2025-06-01"),
            change(KPIS, "acceptance_rate", valid_from="2026-01-01"),
        ),
        KPIS,
        "acceptance_rate",
        "to_stage sal is no stage in use while the KPI is in force",
    ),
    (
        "a_window_that_is_none",
        change(KPIS, "win_rate", window_days="45"),
        KPIS,
        "win_rate",
        "window_days 45 is no conversion window in force since ever",
    ),
    (
        "a_window_that_ends_before_the_kpi",
        change(WINDOWS, "180", valid_to="2026-04-01"),
        KPIS,
        "opportunity_rate",
        "window_days 180 is no conversion window in force since 2026-04-01",
    ),
    (
        "an_unknown_unit",
        change(KPIS, "win_rate", unit="deal"),
        KPIS,
        "win_rate",
        "unit 'deal' is unknown",
    ),
    (
        "an_unknown_entry_policy",
        change(KPIS, "win_rate", entry_policy="loose"),
        KPIS,
        "win_rate",
        "entry_policy 'loose' is unknown",
    ),
    (
        "a_basis_that_is_no_fact",
        change(KPIS, "win_rate", definition_basis="now"),
        KPIS,
        "win_rate",
        "definition_basis 'now' is unknown",
    ),
    (
        "a_kpi_nobody_approved",
        change(KPIS, "win_rate", sales_approved_on=""),
        KPIS,
        "win_rate",
        "sales_approved_on is empty",
    ),
    (
        "two_default_windows",
        change(WINDOWS, "60", is_default="true"),
        WINDOWS,
        "60",
        "the default window overlaps with 30",
    ),
    (
        "no_default_window",
        change(WINDOWS, "30", is_default="false"),
        WINDOWS,
        "",
        "the default window has no row in force since ever",
    ),
    (
        "no_window_of_thirty_days",
        all_of(
            remove(WINDOWS, "30"),
            change(WINDOWS, "60", is_default="true"),
            change(KPIS, "acceptance_rate", window_days="60"),
            change(KPIS, "mql_to_sql_rate", window_days="60"),
            change(KPIS, "opportunity_conversion_rate", window_days="60"),
        ),
        WINDOWS,
        "",
        "the window of 30 days, which every book needs, has no row in force",
    ),
    (
        "a_window_twice",
        add(WINDOWS, "60", valid_from="2026-01-01"),
        WINDOWS,
        "60",
        "the window of 60 days overlaps",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(KPI_CASES)
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
