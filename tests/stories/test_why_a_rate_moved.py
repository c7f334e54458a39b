"""More leads of worse channels, each channel converting better: what moved the rate.

The acceptance rate (MQL to SAL within 30 days) of two channels, all MQLs by an enquiry
on the second of the month, accepted three days later or never:

| month    | seminar              | display              | both          |
|----------|----------------------|----------------------|---------------|
| February | 3 of 10 accepted     | 1 of 10              | 4 of 20, 20 % |
| March    | 8 of 25, 32 %        | 12 of 100, 12 %      | 16 %          |

Each of them got 2 points better, and yet the rate fell by 4: display's weight grew from
a half to four fifths, by 0.3 * (11 % - 18 %) - 0.3 * (31 % - 18 %) = -6 points.

In April, of which nothing is mature on the 30th, one more MQL changes nothing.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

COHORTS = (
    ("02-02", "02-05", "seminar", 10, 3),
    ("02-02", "02-05", "display", 10, 1),
    ("03-02", "03-05", "seminar", 25, 8),
    ("03-02", "03-05", "display", 100, 12),
    ("04-02", "04-05", "webinar", 1, 1),
)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for mql, sal, channel, leads, accepted in COHORTS:
        for number in range(leads):
            lead = f"{channel}-{mql[:2]}-{number:03d}"
            rows.person(lead, ma={"lead_source": channel})
            rows.touch(lead, "enquiry", mql)
            if number < accepted:
                rows.sfa_says(lead, "sal", sal)
    return rows.build(tmp_path_factory.mktemp("moved"))


def _parts(build: Path, dimension: str) -> list[tuple[Any, ...]]:
    return query(
        build,
        "select segment_value, rate_0, rate_1, mix_part, rate_part, total_rate_0,"
        " total_rate_1 from marts.mart_conversion_changes"
        " where definition_basis = 'then' and period_grain = 'month'"
        " and period_0 = date '2026-02-01' and from_stage = 'mql' and to_stage = 'sal'"
        " and segment_dimension = ? order by 1",
        dimension,
    )


def test_volume_up_and_quality_up_and_the_rate_down(moved: Path) -> None:
    display, seminar = _parts(moved, "channel")
    # (0.5 + 0.8) / 2 * 2 points and (0.5 + 0.2) / 2 * 2 points.
    assert display[1:] == pytest.approx(
        (0.10, 0.12, 0.3 * (0.11 - 0.18), 0.65 * 0.02, 0.20, 0.16), abs=1e-9
    )
    assert seminar[1:] == pytest.approx(
        (0.30, 0.32, -0.3 * (0.31 - 0.18), 0.35 * 0.02, 0.20, 0.16), abs=1e-9
    )
    assert display[3] + seminar[3] == pytest.approx(-0.06, abs=1e-9)
    assert display[4] + seminar[4] == pytest.approx(0.02, abs=1e-9)


def test_the_total_is_rate_alone(moved: Path) -> None:
    (total,) = _parts(moved, "all")
    assert total[1:5] == pytest.approx((0.20, 0.16, 0, -0.04), abs=1e-9)


def test_what_is_not_mature_is_not_compared(moved: Path) -> None:
    assert query(
        moved,
        "select distinct period_0, period_1 from marts.mart_conversion_changes"
        " where definition_basis = 'then' and period_grain = 'month'"
        " and to_stage = 'sal' and from_stage = 'mql'",
    ) == query(moved, "select date '2026-02-01', date '2026-03-01'")
