"""How long MQLs stay, in hours of the calendar and of work, as of 2026-04-30.

The company works from 9 to 18, Monday to Friday, and has 2026-04-29 off (a Wednesday).
Times are Tokyo's; all four are MQLs by an enquiry.

| lead | MQL             | left            | calendar | work                     |
|------|-----------------|-----------------|----------|--------------------------|
| a    | Fri 04-10 17:30 | Mon 04-13 09:15 | 63.75    | 0.5 + 0.25               |
| b    | Sat 04-11 12:00 | Mon 04-13 09:00 | 45       | 0: work only begins then |
| c    | Tue 04-28 08:00 | Thu 04-30 18:30 | 58.5     | 9 + 0 + 9                |
| d    | Mon 04-13 09:00 | still there     | 422.99…  | 13 days of 9: 117        |

From 04-13 to 04-30 are 14 days of the week at work, less the 29th.
"""

from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows


@pytest.fixture(scope="module")
def times(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for lead, mql, sal in (
        ("a", "04-10 17:30", "04-13 09:15"),
        ("b", "04-11 12:00", "04-13 09:00"),
        ("c", "04-28 08:00", "04-30 18:30"),
        ("d", "04-13 09:00", ""),
    ):
        rows.person(lead)
        rows.touch(lead, "enquiry", mql)
        if sal:
            rows.sfa_says(lead, "sal", sal)
    return rows.build(tmp_path_factory.mktemp("times"))


def test_hours_of_work_leave_out_nights_weekends_and_days_off(times: Path) -> None:
    found = query(
        times,
        "select calendar_hours, calendar_seen_hours, business_hours,"
        " business_seen_hours, is_left from intermediate.int_stay_hours"
        " where definition_basis = 'then' and stage = 'mql' order by calendar_hours",
    )
    # Seen to the end of 04-30: b 468 hours less the last microsecond, with the work of
    # d; c 64; a 486.5, with half an hour more of work than d; d 423.
    assert found == [
        (45, 467, 0.0, 117.0, True),
        (59, 63, 18.0, 18.0, True),
        (64, 486, 0.75, 117.5, True),
        (423, 422, 117.0, 117.0, False),
    ]


def test_who_still_stays_counts_as_long_as_it_was_seen(times: Path) -> None:
    """Of four 1/4 has left after 45 hours, 1/2 after 59, 3/4 after 64; d is the rest.

    In hours of work b is gone at once, a within the first hour, c, seen for 18 hours,
    after 18.
    """
    found = query(
        times,
        "select hours_kind, stays, stays_open, median_hours, p75_hours, p90_hours"
        " from marts.mart_stage_times where definition_basis = 'then'"
        " and stage = 'mql' and period_grain = 'month' order by 1",
    )
    assert found == [
        ("business", 4, 1, 1.0, 18.0, None),
        ("calendar", 4, 1, 59.0, 64.0, None),
    ]


def test_the_age_of_what_is_open_is_in_whole_days(times: Path) -> None:
    # d has been an MQL for 17 days and 15 hours.
    assert query(
        times,
        "select stage, age_band, cycles, oldest_days from marts.mart_stage_ageing"
        " where definition_basis = 'then' and stage = 'mql'",
    ) == [("mql", "from_7", 1, 17)]
