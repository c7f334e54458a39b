"""What a young cohort will convert, and in how many days, by those followed so far.

As of the end of April 2026. All are MQLs by an enquiry (80 points) at 00:00 in Tokyo.

| lead | MQL   | whole days | then                                  |
|------|-------|------------|---------------------------------------|
| a    | 03-01 | 60         | SQL after 5 days                      |
| b    | 03-01 | 60         | -                                     |
| c    | 03-11 | 50         | recycled after 10 days                |
| d    | 03-11 | 50         | SQL after 45 days                     |
| e    | 03-21 | 40         | -                                     |
| f    | 03-31 | 30         | won after 20 days, no SQL on the way  |
| g    | 04-10 | 20         | SQL after 2 days                      |
| h    | 04-10 | 20         | deleted in MA and SFA after 5 days    |
| i    | 02-02 | 87         | SQL after 2 hours and a half          |
| j    | 02-03 | 86         | SQL after exactly 30 days             |
| k    | 02-03 | 86         | SQL after 30 days and one second      |
"""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

MQL = {
    "a": "03-01",
    "b": "03-01",
    "c": "03-11",
    "d": "03-11",
    "e": "03-21",
    "f": "03-31",
    "g": "04-10",
    "h": "04-10",
    "i": "02-02",
    "j": "02-03",
    "k": "02-03",
}


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for lead, day in MQL.items():
        deleted = {"deleted_at": "04-15"} if lead == "h" else {}
        rows.person(lead, ma=deleted, sfa=deleted)
        rows.touch(lead, "enquiry", day)
    rows.sfa_says("a", "sql", "03-06")
    rows.sfa_says("c", "recycled", "03-21")
    rows.sfa_says("d", "sql", "04-25")
    rows.sfa_says("f", "won", "04-20")
    rows.sfa_says("g", "sql", "04-12")
    rows.sfa_says("i", "sql", "02-02 02:30")
    rows.sfa_says("j", "sql", "03-05")
    rows.sfa_says("k", "sql", "03-05 00:00:01")
    return rows.build(tmp_path_factory.mktemp("young"))


def _cohort(
    build: Path, month: str, window: int | None, policy: str = "strict"
) -> tuple[Any, ...]:
    """Rate, estimate, median and P90 of MQL to SQL."""
    (found,) = query(
        build,
        "select conversion_rate, estimated_rate, median_days, p90_days"
        " from marts.mart_funnel_cohorts where definition_basis = 'then'"
        " and period_grain = 'month' and from_stage = 'mql' and to_stage = 'sql'"
        " and segment_dimension = 'all' and entry_policy = ?"
        " and cohort_on = cast(? as date) and window_days is not distinct from ?",
        policy,
        f"2026-{month}-01",
        window,
    )
    return found


def test_where_all_are_mature_the_estimate_is_the_rate(young: Path) -> None:
    # Of March's six a alone within 30 days; every one is at least 30 days old.
    assert _cohort(young, "03", 30) == pytest.approx((1 / 6, 1 / 6, 5, 5), abs=1e-6)


def test_leaving_and_going_out_of_sight_are_told_apart(young: Path) -> None:
    # 5 days: 1 of 6; 5/6 go on. 10: c leaves, 1 of 5; 4/6 go on. 20: f is past SQL, 1
    # of 4; 3/6 go on. 40: e goes out of sight. 45: d, 1 of the 2 left: 1/6 + 3/6 * 1/2.
    # Half of 5/12 is reached at 45 days, not at 5 (1/6). Mature are a and b: 1 of 2.
    assert _cohort(young, "03", 60) == pytest.approx((1 / 2, 5 / 12, 45, 45), abs=1e-6)


def test_who_skipped_a_stage_passed_it_but_in_no_known_time(young: Path) -> None:
    # f passed SQL at the latest when won: 1/6 + 4/6 * 1/4 + 3/6 * 1/2 = 7/12; the days
    # are of a and d alone, as above.
    filled = _cohort(young, "03", 60, "filled")
    assert filled == pytest.approx((1 / 2, 7 / 12, 45, 45), abs=1e-6)


def test_a_window_that_nobody_was_followed_through_has_no_estimate(young: Path) -> None:
    assert _cohort(young, "03", 90)[:2] == (None, None)
    assert _cohort(young, "04", 60)[:2] == (None, 1 / 2)


def test_to_date_has_no_estimate_but_days(young: Path) -> None:
    rate, estimate, median, p90 = _cohort(young, "03", None)
    assert (estimate, median, p90) == (None, 45, 45)
    assert rate == pytest.approx(2 / 6)


def test_who_was_deleted_is_not_waited_for(young: Path) -> None:
    # g of two after 2 days; h, deleted after 5, is the only other: nothing is open.
    assert _cohort(young, "04", 30) == pytest.approx((None, 1 / 2, 2, 2), abs=1e-6)


def test_hours_begun_count_in_full_and_the_window_is_exact(young: Path) -> None:
    # i after 3 hours begun, j at the end of day 30, k one second later. Of i and j half
    # took 3 hours; of all three, to date, half took 30 days, k 30 days and an hour.
    assert _cohort(young, "02", 30) == pytest.approx(
        (2 / 3, 2 / 3, 0.125, 30), abs=1e-6
    )
    assert _cohort(young, "02", None)[2:] == pytest.approx((30, 30 + 1 / 24), abs=1e-6)


def test_months_are_estimated_by_every_dimension_weeks_by_those_reported(
    young: Path,
) -> None:
    """Everybody was acquired: what holds of all of a month holds of that segment."""
    by_segment = query(
        young,
        "select period_grain, segment_dimension, cohort_on, from_stage, to_stage,"
        " entry_policy, window_days, estimated_rate, median_days"
        " from marts.mart_funnel_cohorts where definition_basis = 'then'"
        " and segment_value in ('all', 'acquired') order by all",
    )
    estimates = {
        (dimension, grain): [
            row[2:] for row in by_segment if row[:2] == (grain, dimension)
        ]
        for dimension in ("all", "entry_type")
        for grain in ("week", "month")
    }
    assert estimates["entry_type", "month"] == estimates["all", "month"]
    assert any(row[-2] is not None for row in estimates["all", "week"])
    assert all(row[-2:] == (None, None) for row in estimates["entry_type", "week"])
