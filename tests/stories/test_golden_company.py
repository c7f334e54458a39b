"""January's MQL to SQL is 25 %, 50 %, 75 % or 67 %: each name is one number."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.stories.building import query

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def tokyo(day: str) -> datetime:
    """Midnight in Tokyo of a day of 2026, as the naive UTC that tables hold."""
    month, number = day.split("-")
    return datetime(2026, int(month), int(number)) - timedelta(hours=9)


def cohort(
    database: Path,
    month: date,
    to_stage: str,
    *,
    window: int | None = 30,
    policy: str = "strict",
) -> tuple[int, int, int, float | None]:
    """Entered, mature, converted and rate of an MQL cohort."""
    [row] = query(
        database,
        "select cycles_entered, cycles_mature, cycles_converted, conversion_rate"
        " from marts.mart_funnel_cohorts"
        " where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on = ? and from_stage = 'mql'"
        " and to_stage = ? and window_days is not distinct from ?"
        " and entry_policy = ? and segment_dimension = 'all'",
        month,
        to_stage,
        window,
        policy,
    )
    return row


def test_every_cycle_has_the_stages_of_the_table(golden_build: Path) -> None:
    found = query(
        golden_build,
        "select source_record_id, cycle_number, entry_type, mql_at, sal_at, sql_at,"
        " won_at, recycled_at, exit_type, is_open, has_order_conflict"
        " from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where object = 'ma_lead' order by 1, 2",
    )
    assert found == [
        (lead, cycle, entry, *times, exit_type, exit_type is None, False)
        for lead, cycle, entry, times, exit_type in [
            ("L1", 1, "acquired", at("01-05", "01-06", "01-20", "02-10", ""), "won"),
            ("L2", 1, "acquired", at("01-10", "01-12", "", "", "01-20"), "recycled"),
            ("L2", 2, "requalified", at("02-20", "02-21", "03-10", "", ""), None),
            ("L3", 1, "acquired", at("01-15", "", "", "", ""), None),
            ("L4", 1, "acquired", at("01-20", "", "02-25", "", ""), None),
            ("L5", 1, "acquired", at("03-20", "03-21", "", "", ""), None),
        ]
    ]


def at(*days: str) -> list[datetime | None]:
    """Instants of days (`MM-DD`); an empty day is NULL."""
    return [tokyo(day) if day else None for day in days]


def test_january_within_30_days_is_one_of_four(golden_build: Path) -> None:
    """L1 took 15 days; L2's first cycle never, L3 never, L4 36 days."""
    assert cohort(golden_build, JANUARY, "sql") == (4, 4, 1, 0.25)


def test_january_to_date_is_two_of_four(golden_build: Path) -> None:
    """L4's 36 days count now; L2 became SQL in its second cycle, not in this one."""
    assert cohort(golden_build, JANUARY, "sql", window=None) == (4, 4, 2, 0.5)


def test_february_is_one_of_one(golden_build: Path) -> None:
    """L2's second cycle: 02-20 to 03-10 is 18 days, and 30 days lie before 03-31."""
    assert cohort(golden_build, FEBRUARY, "sql") == (1, 1, 1, 1.0)


def test_march_has_nothing_mature_and_so_no_rate(golden_build: Path) -> None:
    """L5 qualified on 03-20: its 30 days end on 04-19, after the as-of."""
    assert cohort(golden_build, MARCH, "sql") == (1, 0, 0, None)


@pytest.mark.parametrize(
    ("window", "policy", "converted"),
    [
        # L1 after 1 day, L2 after 2; L4 skipped SAL.
        (30, "strict", 2),
        (None, "strict", 2),
        # L4 passed SAL on the way to SQL: on 02-25, 36 days after its MQL.
        (30, "filled", 2),
        (None, "filled", 3),
    ],
)
def test_january_accepted(
    golden_build: Path, window: int | None, policy: str, converted: int
) -> None:
    assert cohort(golden_build, JANUARY, "sal", window=window, policy=policy)[:3] == (
        4,
        4,
        converted,
    )


def test_period_ratios_divide_the_entries_of_one_month(golden_build: Path) -> None:
    """SQL entries: L1 in January, L4 in February, L2 in March; MQL 4, 1, 1."""
    assert query(
        golden_build,
        "select period_on, entries_from, entries_to, period_ratio"
        " from marts.mart_funnel_periods where definition_basis = 'then'"
        " and period_grain = 'month'"
        " and from_stage = 'mql' and to_stage = 'sql' and entry_policy = 'strict'"
        " and segment_dimension = 'all' order by 1",
    ) == [(JANUARY, 4, 1, 0.25), (FEBRUARY, 1, 1, 1.0), (MARCH, 1, 1, 1.0)]


def test_people_by_their_first_mql_are_three_of_four(golden_build: Path) -> None:
    """L1, L4 and, through its second cycle, L2 became SQL; L3 did not."""
    assert query(
        golden_build,
        "select people, converted, share from marts.mart_person_conversions"
        " where definition_basis = 'then'"
        " and metric = 'person_first_mql_ever' and period_grain = 'month'"
        " and period_on = ?",
        JANUARY,
    ) == [(4, 3, 0.75)]


def test_dating_people_by_their_latest_mql_rewrites_january(golden_build: Path) -> None:
    """The trap: L2 moves to February when it comes back, and January is 2 of 3.

    Computed here to show it; no published number is dated so.
    """
    assert query(
        golden_build,
        "with latest as (select lead_id, max(mql_at) as mql_at, max(sql_at) as sql_at"
        " from facts.fct_lead_cycles where mql_at is not null group by lead_id)"
        " select count(*), count(sql_at) from latest where mql_at < ?",
        tokyo("02-01"),
    ) == [(3, 2)]


def test_the_wilson_interval_of_one_in_four(golden_build: Path) -> None:
    """n = 4, p = 0.25, z = 1.959964, so z² = 3.841459.

    Centre (0.25 + 3.841459/8) / (1 + 3.841459/4) = 0.7301824 / 1.9603647 = 0.372473;
    half width 1.959964 · sqrt(0.25·0.75/4 + 3.841459/64) / 1.9603647
    = 1.959964 · sqrt(0.046875 + 0.0600228) / 1.9603647 = 0.326886.
    """
    [(lower, upper)] = query(
        golden_build,
        "select rate_lower, rate_upper from marts.mart_funnel_cohorts"
        " where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on = ? and from_stage = 'mql'"
        " and to_stage = 'sql' and window_days = 30 and entry_policy = 'strict'"
        " and segment_dimension = 'all'",
        JANUARY,
    )
    assert lower == pytest.approx(0.372473 - 0.326886, abs=2e-6)
    assert upper == pytest.approx(0.372473 + 0.326886, abs=2e-6)


def test_a_skipped_stage_is_inferred_in_the_facts_but_dates_nothing(
    golden_build: Path,
) -> None:
    assert query(
        golden_build,
        "select entered_at, is_inferred, exited_at, definition_id"
        " from facts.fct_stage_entries"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = 'L4' and object = 'ma_lead' and stage = 'sal'",
    ) == [(tokyo("02-25"), True, None, None)]
    assert query(
        golden_build,
        "select median_days, p90_days from marts.mart_funnel_cohorts"
        " where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on = ? and from_stage = 'sal'"
        " and to_stage = 'sql' and window_days is null and entry_policy = 'filled'"
        " and segment_dimension = 'all'",
        FEBRUARY,
    ) == [
        # L2's second cycle took 17 days (02-21 to 03-10); L4's 0 days are no duration.
        (17.0, 17.0)
    ]
