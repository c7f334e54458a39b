"""The estimates of a drawn company against statsmodels' cumulative incidence."""

from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

LEADS = 160
# The last microsecond of the as-of day, 2026-04-30.
AS_OF = datetime(2026, 5, 1)
CONVERTED, LEFT = 1, 2


def _drawn() -> dict[str, tuple[datetime, int, int | None]]:
    """By lead: MQL, in which way the wait ends and after how many hours (or never)."""
    draws = Random(6)
    drawn = {}
    for number in range(LEADS):
        mql = datetime(2026, 2, 2) + timedelta(days=draws.randrange(87))
        ends = draws.choices((CONVERTED, LEFT, 0), (5, 3, 2))[0]
        hours = draws.choice((2, 24, 48, 100, 500, 720, 721, 1_440, 1_500))
        drawn[f"n{number:03d}"] = (mql, ends, hours if ends else None)
    return drawn


@pytest.fixture(scope="module")
def drawn_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for lead, (mql, ends, hours) in _drawn().items():
        rows.person(lead)
        rows.touch(lead, "enquiry", f"{mql:%Y-%m-%d}")
        if hours is not None and mql + timedelta(hours=hours) < AS_OF:
            at = mql + timedelta(hours=hours)
            status = "sql" if ends == CONVERTED else "recycled"
            rows.sfa_says(lead, status, f"{at:%Y-%m-%d %H:%M}")
    return rows.build(tmp_path_factory.mktemp("drawn"))


def test_estimates_equal_those_of_statsmodels(drawn_company: Path) -> None:
    cohorts = defaultdict(list)
    for mql, ends, hours in _drawn().values():
        # The as-of is a microsecond short of the day: so are the whole days.
        seen = 24 * ((AS_OF - mql).days - 1)
        is_seen = hours is not None and hours <= seen
        cohorts[mql.month].append((hours if is_seen else seen, ends if is_seen else 0))
    compared = 0
    for month, window, estimate in query(
        drawn_company,
        "select month(cohort_on), window_days, estimated_rate"
        " from marts.mart_funnel_cohorts where definition_basis = 'then'"
        " and period_grain = 'month' and from_stage = 'mql' and to_stage = 'sql'"
        " and entry_policy = 'strict' and segment_dimension = 'all'"
        " and window_days is not null",
    ):
        followed = np.array(cohorts[month])
        if followed[:, 0].max() < 24 * window:
            assert estimate is None
            continue
        reference = CumIncidenceRight(followed[:, 0], followed[:, 1])
        reached = reference.cinc[0][reference.times <= 24 * window]
        assert estimate == pytest.approx(reached[-1], abs=1e-8), (month, window)
        compared += estimate > 0
    # February 30 and 60, March 30: nobody of March is 60 days old, nor of April 30.
    assert compared == 3
