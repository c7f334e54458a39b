"""Touches that no person can have made are not counted, and no others."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.bursts import BURSTS, START, crowd, robots_among


def excluded_seconds(database: Path, name: str) -> list[float]:
    """The seconds after START of the excluded touches of a record."""
    start = datetime.fromisoformat(START) - timedelta(hours=9)
    return [
        (at - start).total_seconds()
        for (at,) in query(
            database,
            "select occurred_at from intermediate.int_excluded_touches"
            " join intermediate.int_port_touches using (source, touch_id)"
            " where source_record_id = ? order by 1",
            name,
        )
    ]


@pytest.mark.parametrize("name", BURSTS)
def test_a_burst_is_so_many_within_so_many_seconds(
    exclusions_build: Path, name: str
) -> None:
    assert excluded_seconds(exclusions_build, name) == BURSTS[name][1]


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("opens-and-clicks", [0, 1, 2, 3, 4]),
        ("opens-and-pages", []),
        ("record-1", []),
        ("record-2", []),
        ("form-twice-at-once", [0.2, 0.8]),
        ("form-twice", []),
    ],
)
def test_a_burst_is_of_one_record_and_of_the_types_of_the_rule(
    exclusions_build: Path, name: str, seconds: list[float]
) -> None:
    assert excluded_seconds(exclusions_build, name) == seconds


def test_the_two_records_are_one_person(exclusions_build: Path) -> None:
    """Else the case above would prove nothing."""
    assert query(
        exclusions_build,
        "select count(distinct lead_id) from dimensions.dim_lead_sources"
        " where source_record_id in ('record-1', 'record-2')",
    ) == [(1,)]


def test_nobody_qualifies_by_what_a_robot_did(exclusions_build: Path) -> None:
    assert dict(
        query(
            exclusions_build,
            "select source_record_id, mql_at is not null from facts.fct_lead_cycles"
            " join dimensions.dim_lead_sources using (lead_id)"
            " where source_record_id like 'form-twice%'",
        )
    ) == {"form-twice-at-once": False, "form-twice": True}


def test_two_hundred_crowded_records_are_judged_as_by_trying_every_span(
    exclusions_build: Path,
) -> None:
    expected = {
        name: robots_among(seconds, count=5, within=10)
        for name, seconds in crowd().items()
    }
    found = {name: excluded_seconds(exclusions_build, name) for name in expected}
    assert found == expected
    # Some are robots all through, some in part, some not at all.
    kinds = {
        (bool(robots), len(robots) == len(crowd()[name]))
        for name, robots in expected.items()
    }
    assert kinds == {(False, False), (True, False), (True, True)}


def test_the_touches_left_out_are_counted(exclusions_build: Path) -> None:
    """In April: 5 + 5 + 6 + 5 + 5 + 5 above, 5 opens and clicks, 2 enquiries and what
    the crowd's robots clicked; the same in the quarter that begins with it.
    """
    crowds = sum(
        len(robots_among(seconds, count=5, within=10)) for seconds in crowd().values()
    )
    assert query(
        exclusions_build,
        "select period_grain, exclusion_id, counted_unit, cases::integer"
        " from marts.mart_exclusions where reason = 'mail_robot'"
        " and period_grain <> 'week' order by all",
    ) == [
        ("month", "form_robots", "touch", 2),
        ("month", "mail_robots", "touch", 36 + crowds),
        ("quarter", "form_robots", "touch", 2),
        ("quarter", "mail_robots", "touch", 36 + crowds),
    ]
