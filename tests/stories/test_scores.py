"""The history of scores, with every number worked out by hand.

Book and people are those of `scored_company`; all times are Tokyo's, 2026.
"""

from datetime import datetime
from pathlib import Path

import pytest

from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import utc
from tests.stories.scored_company import build_scored_company

# From, until, cause; behaviour, engagement, attribute and their sum.
Interval = tuple[str, str, str, float, float, float, float]

LIFETIME: dict[str, list[Interval]] = {
    # 60 + 40 points of one second are one change.
    "Two": [("02-10 10:00", "", "touch", 100, 0, 0, 100)],
    # 40, then 20 more to the day's 60; the third changes nothing.
    "Cap": [
        ("02-10 10:00", "02-10 11:00", "touch", 40, 0, 0, 40),
        ("02-10 11:00", "", "touch", 60, 0, 0, 60),
    ],
    # The record shows its employees when it is made. 60 points of 02-10 have halved
    # 1.9 times by 03-01, to 16.076602, and from then on employees are worth 10.
    "Edge": [
        ("02-01", "02-10 10:00", "attribute", 0, 0, 20, 20),
        ("02-10 10:00", "03-01", "touch", 60, 0, 20, 80),
        ("03-01", "", "book", 16.076602, 0, 10, 26.076602),
    ],
    "Fade": [
        ("02-10 10:00", "02-10 11:00", "touch", 60, 0, 0, 60),
        ("02-10 11:00", "02-10 12:00", "touch", 120, 0, 0, 120),
        ("02-10 12:00", "", "touch", 160, 0, 0, 160),
    ],
    # Ten days halve the penalty: -25 + 60.
    "Neg": [
        ("02-10 10:00", "02-20 10:00", "touch", -50, 0, 0, -50),
        ("02-20 10:00", "", "touch", 35, 0, 0, 35),
    ],
    # Each touch has the price of its day: 40, and 40 * 2^-0.1 = 37.32132 with 30 more.
    "Price": [
        ("02-28 23:59:59", "03-01", "touch", 40, 0, 0, 40),
        ("03-01", "", "touch", 67.32132, 0, 0, 67.32132),
    ],
    # Nine midnights at a tenth and the one of 03-11 at a fifth: 10 * 2^-1.1. Nobody
    # else has points that the new half-life halves.
    "Pace": [
        ("03-01 10:00", "03-11", "touch", 0, 10, 0, 10),
        ("03-11", "", "book", 0, 4.665165, 0, 4.665165),
    ],
    # 60; on 03-02, 20 days later, 15 + 60; on 03-12, halved again, 37.5 + 60. Of a
    # lifetime no exit takes anything.
    "Cyc": [
        ("02-10 10:00", "03-02 10:00", "touch", 60, 0, 0, 60),
        ("03-02 10:00", "03-12 10:00", "touch", 75, 0, 0, 75),
        ("03-12 10:00", "", "touch", 97.5, 0, 0, 97.5),
    ],
    # The second of the exit belongs to what it ends, and there is none after it yet.
    "End": [("02-10 10:00", "", "touch", 60, 0, 0, 60)],
}
# The exit takes the points of the cycle in the second after it; 03-02 lies within the
# cool-down (until 03-06), so that only the enquiry of 03-12 counts.
CYCLE = LIFETIME | {
    "Cyc": [
        ("02-10 10:00", "02-20 12:00:01", "touch", 60, 0, 0, 60),
        ("02-20 12:00:01", "03-12 10:00", "exit", 0, 0, 0, 0),
        ("03-12 10:00", "", "touch", 60, 0, 0, 60),
    ],
}

# Total of 80 or more: name, instant, direction, cause, score then.
CROSSED_80 = {
    ("Two", "02-10 10:00", "upward", "touch", 100.0),
    # 100 * 2^-0.3 = 81.225240 on the third day, 2^-0.4: 75.785828 on the fourth.
    ("Two", "02-14", "downward", "decay", 75.785828),
    # Exactly 80 is enough; the midnight after leaves 60 * 2^-0.1 + 20 = 75.981979.
    ("Edge", "02-10 10:00", "upward", "touch", 80.0),
    ("Edge", "02-11", "downward", "decay", 75.981979),
    ("Fade", "02-10 11:00", "upward", "touch", 120.0),
    # Exactly 80 on 02-20 is enough still: 160 * 2^-1.1 = 74.642639 is not.
    ("Fade", "02-21", "downward", "decay", 74.642639),
    ("Cyc", "03-12 10:00", "upward", "touch", 97.5),
    # 97.5 * 2^-0.2 = 84.878680; 2^-0.3: 79.194609.
    ("Cyc", "03-15", "downward", "decay", 79.194609),
}
# More than 40 points of behaviour since the exit: 40 itself is not enough.
CROSSED_40 = {
    # 100 * 2^-1.3 = 40.612620, 2^-1.4: 37.892914.
    ("Two", "02-10 10:00", "upward", "touch", 100.0),
    ("Two", "02-24", "downward", "decay", 37.892914),
    # 60 * 2^-0.5 = 42.426407; 2^-0.6: 39.585237.
    ("Cap", "02-10 11:00", "upward", "touch", 60.0),
    ("Cap", "02-16", "downward", "decay", 39.585237),
    ("Edge", "02-10 10:00", "upward", "touch", 60.0),
    ("Edge", "02-16", "downward", "decay", 39.585237),
    ("Fade", "02-10 10:00", "upward", "touch", 60.0),
    # Exactly 40 on 03-02 is not more than 40.
    ("Fade", "03-02", "downward", "decay", 40.0),
    # 40 points at 23:59:59 are not enough; on the midnight 67.32132 are. 0.7 halvings
    # later 41.441133, 0.8: 38.665945.
    ("Price", "03-01", "upward", "touch", 67.32132),
    ("Price", "03-09", "downward", "decay", 38.665945),
    # Before the exit, and after the cool-down.
    ("Cyc", "02-10 10:00", "upward", "touch", 60.0),
    ("Cyc", "02-16", "downward", "decay", 39.585237),
    ("Cyc", "03-12 10:00", "upward", "touch", 60.0),
    ("Cyc", "03-18", "downward", "decay", 39.585237),
    ("End", "02-10 10:00", "upward", "touch", 60.0),
    ("End", "02-16", "downward", "decay", 39.585237),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_scored_company(tmp_path_factory.mktemp("scored"))


@pytest.mark.parametrize(
    ("scope", "expected"), [("lifetime", LIFETIME), ("cycle", CYCLE)]
)
def test_a_score_changes_in_the_second_of_its_signal(
    company: Path, scope: str, expected: dict[str, list[Interval]]
) -> None:
    """Own, of our own staff, has no score: whoever is not counted is in no fact."""
    rows = query(
        company,
        "select identities.native_id, from_at, to_at, cause, behaviour_score,"
        " engagement_score, attribute_score, score, displayed_score, is_current"
        " from facts.fct_score_intervals as intervals"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = intervals.lead_id and identities.object = 'ma_lead'"
        " where counts_from = ? order by from_at",
        scope,
    )
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, from_at, to_at, cause, *numbers, is_current in rows:
        assert is_current == (to_at is None)
        *parts, score, displayed_score = numbers
        assert displayed_score == max(score, 0)
        rounded = [round(part, 6) for part in parts]
        found.setdefault(name, []).append((from_at, to_at, cause, *rounded, score))
    assert found == {
        name: [(utc(start), _end(end), *rest) for start, end, *rest in intervals]
        for name, intervals in expected.items()
    }


def test_a_reader_can_compute_the_score_of_any_day(company: Path) -> None:
    """Pace on 03-21, ten days into a half-life of five: 4.665165 / 4 = 1.166291. Edge
    on 03-11: 16.076602 / 2 + 10 = 18.038301. Fade on 02-20, 80 and no more."""
    assert query(
        company,
        "select identities.native_id, round("
        " behaviour_score * 2 ** (-(days.day_on - from_on) / behaviour_half_life_days)"
        " + engagement_score"
        " * 2 ** (-(days.day_on - from_on) / engagement_half_life_days)"
        " + attribute_score, 6)"
        " from facts.fct_score_intervals as intervals"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = intervals.lead_id and identities.object = 'ma_lead'"
        " inner join (values ('Pace', date '2026-03-21'), ('Edge', date '2026-03-11'),"
        " ('Fade', date '2026-02-20')) as days (name, day_on)"
        " on days.name = identities.native_id and days.day_on >= from_on"
        " and coalesce(days.day_on < cast(to_at + interval 9 hour as date), true)"
        " where counts_from = 'lifetime' order by 1",
    ) == [("Edge", 18.038301), ("Fade", 80.0), ("Pace", 1.166291)]


@pytest.mark.parametrize(
    ("scope", "series", "comparison", "threshold", "definition", "expected"),
    [
        ("lifetime", "total", ">=", 80.0, "hot_v1,mql_80", CROSSED_80),
        ("cycle", "behaviour", ">", 40.0, "sal_40", CROSSED_40),
    ],
)
def test_a_threshold_is_crossed_at_its_second_or_its_midnight(
    company: Path,
    scope: str,
    series: str,
    comparison: str,
    threshold: float,
    definition: str,
    expected: set[tuple[str, str, str, str, float]],
) -> None:
    rows = query(
        company,
        "select identities.native_id, crossed_at, direction, cause, crossings.score"
        " from facts.fct_score_crossings as crossings"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = crossings.lead_id and identities.object = 'ma_lead'"
        " where (counts_from, score_series, comparison, threshold, definition_ids)"
        " = (?, ?, ?, ?, ?)",
        scope,
        series,
        comparison,
        threshold,
        definition,
    )
    assert set(rows) == {(name, utc(at), *rest) for name, at, *rest in expected}


def test_no_threshold_of_a_draft_is_in_a_fact(company: Path) -> None:
    """Hot asks for 80 in all, as the MQL does, or for 40 of behaviour; at 40 in all
    warm and cold meet."""
    assert query(
        company,
        "select distinct definition_ids from facts.fct_score_crossings order by 1",
    ) == [("cold_v1,warm_v1",), ("hot_v1",), ("hot_v1,mql_80",), ("sal_40",)]


def test_every_point_of_a_score_has_its_rule(company: Path) -> None:
    """As of 04-30, 79 days after 02-10: 2^-7.9 = 0.004187. Cap has 3 white papers of 40
    points, 60 of them counted; Price two, of two rules, 61 and 60 days ago; Edge's
    employees are worth what they are worth today. Of the cycle that began with its
    exit, Cyc has the enquiry of 03-12, 49 days old; End's has not begun."""
    rows = query(
        company,
        "select identities.native_id, counts_from, score_rule_id, touches, raw_points,"
        " capped_points, round(decayed_points, 6), round(score, 6)"
        " from marts.mart_lead_score_parts as parts"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = parts.lead_id and identities.object = 'ma_lead'"
        " where counts_from = 'lifetime' or identities.native_id in ('Cyc', 'End')",
    )
    assert set(rows) == {
        ("Two", "lifetime", "price_1", 1, 60.0, 60.0, 0.251197, 0.418662),
        ("Two", "lifetime", "price_2", 1, 40.0, 40.0, 0.167465, 0.418662),
        ("Cap", "lifetime", "price_2", 3, 120.0, 60.0, 0.251197, 0.251197),
        ("Edge", "lifetime", "price_1", 1, 60.0, 60.0, 0.251197, 10.251197),
        ("Edge", "lifetime", "price_7", None, 10.0, 10.0, 10.0, 10.251197),
        ("Fade", "lifetime", "price_1", 2, 120.0, 120.0, 0.502394, 0.669858),
        ("Fade", "lifetime", "price_2", 1, 40.0, 40.0, 0.167465, 0.669858),
        ("Neg", "lifetime", "price_4", 1, -50.0, -50.0, -0.209331, 0.293063),
        ("Neg", "lifetime", "price_1", 1, 60.0, 60.0, 0.502394, 0.293063),
        ("Price", "lifetime", "price_2", 1, 40.0, 40.0, 0.583146, 1.051896),
        ("Price", "lifetime", "price_3", 1, 30.0, 30.0, 0.46875, 1.051896),
        # 9 tenths and, from 03-11 to 04-30, 51 fifths: 2^-11.1.
        ("Pace", "lifetime", "price_5", 1, 10.0, 10.0, 0.004556, 0.004556),
        # 60 * (2^-7.9 + 2^-5.9 + 2^-4.9).
        ("Cyc", "lifetime", "price_1", 3, 180.0, 180.0, 3.26556, 3.26556),
        ("Cyc", "cycle", "price_1", 1, 60.0, 60.0, 2.009575, 2.009575),
        ("End", "lifetime", "price_1", 1, 60.0, 60.0, 0.251197, 0.251197),
        ("End", "cycle", "price_1", 1, 60.0, 60.0, 0.251197, 0.251197),
    }


def test_every_contract_holds(company: Path) -> None:
    assert broken_contracts(company) == []


def _end(at: str) -> datetime | None:
    return utc(at) if at else None
