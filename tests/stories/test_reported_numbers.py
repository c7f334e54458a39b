"""What was reported stays; what differs by now is said with its reason.

Each story adds one thing to the company of `reported_nights` after the night of
2026-04-10, which reported February: two MQLs, l1 and l2, of which l1 became SAL within
30 days. The second night is that of 04-11.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.reported_nights import (
    FIRST,
    SECOND,
    Nights,
    of_february,
)

MQL_ENTRIES = of_february(
    "mart_funnel_periods", "entries_from", from_stage="mql", to_stage="sal"
)
SAL_ENTRIES = of_february(
    "mart_funnel_periods", "entries_to", from_stage="mql", to_stage="sal"
)
MQL_COHORT = of_february(
    "mart_funnel_cohorts",
    "cycles_entered",
    from_stage="mql",
    to_stage="sal",
    window_days=30,
)
SAL_OF_COHORT = of_february(
    "mart_funnel_cohorts",
    "cycles_converted",
    from_stage="mql",
    to_stage="sal",
    window_days=30,
)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(tmp_path_factory.mktemp("reported")).night(FIRST)


@pytest.fixture
def company(first_night: Nights, tmp_path: Path) -> Nights:
    """The company after its first night, to be spoiled."""
    return first_night.copy(tmp_path)


def february(company: Nights, basis: str) -> list[tuple[int, int]]:
    """Entries into MQL and SAL of February on a basis."""
    return query(
        company.database,
        "select entries_from, entries_to from marts.mart_funnel_periods"
        " where definition_basis = ? and period_grain = 'month'"
        " and period_on = date '2026-02-01' and from_stage = 'mql'"
        " and to_stage = 'sal' and entry_policy = 'strict'"
        " and segment_dimension = 'all'",
        basis,
    )


def test_the_first_night_reports_what_is_closed(first_night: Nights) -> None:
    assert february(first_night, "reported") == february(first_night, "then")
    assert february(first_night, "reported") == [(2, 1)]
    assert query(first_night.database, "select * from marts.mart_restatements") == []
    # April goes on, and a cohort of March is 30 days old on 05-01.
    assert query(
        first_night.database,
        "select max(period_on) from marts.mart_funnel_periods"
        " where definition_basis = 'reported' and period_grain = 'month'",
    ) == query(first_night.database, "select date '2026-03-01'")
    assert query(
        first_night.database,
        "select window_days, max(cohort_on) from marts.mart_funnel_cohorts"
        " where definition_basis = 'reported' and period_grain = 'month'"
        " group by all",
    ) == query(first_night.database, "select 30::bigint, date '2026-02-01'")


def test_a_late_touch_makes_an_mql_of_a_closed_month(company: Nights) -> None:
    """l3 enquired on 02-20, which nobody delivered before 04-11."""
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(SECOND)
    assert february(company, "reported") == [(2, 1)]
    assert february(company, "then") == [(3, 1)]
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    assert company.restated(MQL_COHORT) == [(2, 3, "late data", 1, 1, 0)]
    assert company.restated(SAL_ENTRIES) == []
