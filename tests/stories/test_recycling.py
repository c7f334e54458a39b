"""Who was sent back to nurturing, came back and reached SQL (windows of 30 days).

As of the end of April 2026. All five are MQLs of 2026-02-02 at 00:00 in Tokyo (an
enquiry, 80 points); the cool-down after an exit is 14 days.

| lead | recycled       | back as MQL    | SQL   | feedback |
|------|----------------|----------------|-------|----------|
| r1   | 02-10          | 03-01, 19 days | 03-05 | 時期尚早 |
| r2   | 02-20          | -              | -     | 時期尚早 |
| r3   | -              | -              | -     | -        |
| r4   | 03-04 00:00:00 | 04-20, 47 days | -     | -        |
| r5   | 03-04 00:00:01 | -              | -     | -        |

r4 was recycled at the end of the 30 days, r5 one second after it.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

COUNTS = (
    "cycles_entered, cycles_mature, cycles_recycled, recycled_mature,"
    " cycles_reentered, reentered_mature, reentered_to_sql, recycled_settled"
)
RATES = "recycling_rate, reentry_rate, reentered_yield_rate, recycled_yield_rate"


@pytest.fixture(scope="module")
def recycling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for lead in ("r1", "r2", "r3", "r4", "r5"):
        rows.person(lead)
        rows.touch(lead, "enquiry", "02-02")
    rows.sfa_says("r1", "recycled", "02-10")
    rows.touch("r1", "enquiry", "03-01")
    rows.sfa_says("r1", "sql", "03-05")
    rows.sfa_says("r2", "recycled", "02-20")
    rows.sfa_says("r4", "recycled", "03-04")
    rows.touch("r4", "enquiry", "04-20")
    rows.sfa_says("r5", "recycled", "03-04 00:00:01")
    for lead, given_at in (("r1", "02-10 09:00"), ("r2", "02-19")):
        rows.add(
            "lead_feedback",
            feedback_id=f"F-{lead}",
            sfa_record_id=f"S-{lead}",
            reason="時期尚早",
            given_at=given_at,
        )
    return rows.build(tmp_path_factory.mktemp("recycling"))


def _row(
    build: Path, columns: str, cohort_on: str, window: int | None
) -> tuple[Any, ...]:
    (found,) = query(
        build,
        f"select {columns} from marts.mart_recycling where definition_basis = 'then'"
        " and period_grain = 'month' and from_stage = 'mql'"
        " and segment_dimension = 'all' and cohort_on = cast(? as date)"
        " and window_days is not distinct from ?",
        cohort_on,
        window,
    )
    return tuple(found)


def test_within_thirty_days(recycling: Path) -> None:
    # r1, r2, r4 of five were recycled in 30 days; r1 alone came back in 30, and its SQL
    # came 4 days later. r5's exit is out of the window, r4's return too.
    assert _row(recycling, COUNTS, "2026-02-01", 30) == (5, 5, 3, 3, 1, 1, 1, 3)
    assert _row(recycling, RATES, "2026-02-01", 30) == pytest.approx(
        (3 / 5, 1 / 3, 1, 1 / 3), abs=1e-9
    )
    # Wilson, z = 1.959964, 1 of 3: (1 + z²/2 ± z √(2/3 + z²/4)) / (3 + z²).
    assert _row(
        recycling, "reentry_rate_lower, reentry_rate_upper", "2026-02-01", 30
    ) == pytest.approx((0.061492, 0.792340), abs=1e-6)


def test_to_date(recycling: Path) -> None:
    # r5 is recycled to date, and r4 came back: 2 of 4 after 19 and 47 days.
    assert _row(recycling, COUNTS, "2026-02-01", None) == (5, 5, 4, 4, 2, 2, 1, 4)
    days = "median_days_to_reentry, p90_days_to_reentry"
    assert _row(recycling, days, "2026-02-01", None) == pytest.approx(
        (33, 19 + 0.9 * 28)
    )


def test_reasons_are_listed_with_their_counts(recycling: Path) -> None:
    assert _row(recycling, "recycling_reasons", "2026-02-01", 30) == (
        "時期尚早: 2, (none): 1",
    )


def test_nothing_mature_is_no_rate(recycling: Path) -> None:
    # r4's second MQL is of 04-20: ten days old.
    assert _row(recycling, COUNTS, "2026-04-01", 30) == (1, 0, 0, 0, 0, 0, 0, 0)
    assert _row(recycling, RATES, "2026-04-01", 30) == (None,) * 4
    assert _row(recycling, "is_immature", "2026-04-01", 30) == (True,)


def test_both_bases_and_the_channels_have_rows(recycling: Path) -> None:
    found = query(
        recycling,
        "select distinct definition_basis, segment_dimension"
        " from marts.mart_recycling order by all",
    )
    # What a trial or today's definitions would have made is not drilled into.
    reported = {"all", "channel", "customer_status", "lead_source"}
    drilled = {"campaign", "company_size", "content_type", "entry_type", "industry"}
    drilled |= {"job_level", "owner_team", "product"}
    assert found == sorted(
        [("now", name) for name in reported]
        + [("then", name) for name in reported | drilled]
    )


def test_who_cannot_know_sql_has_no_yield(tmp_path: Path) -> None:
    """An MA alone says recycled in its log; no tool of this company says SQL."""
    rows = ExportsRows()
    rows.add("ma_leads", ma_lead_id="m", created_at="02-01")
    rows.touch("m", "enquiry", "02-02")
    build = rows.build(tmp_path)
    knowledge = "stage_knowledge, yield_knowledge, cycles_entered, recycled_settled"
    assert _row(build, knowledge, "2026-02-01", 30) == (
        "unknown",
        "unknown",
        None,
        None,
    )
    assert _row(build, RATES, "2026-02-01", 30) == (None,) * 4
