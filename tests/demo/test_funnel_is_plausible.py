"""The drawn company behaves like the ones the benchmarks describe.

The shares are wide bands around the field's figures (R4): they guard against a demo
that shows nothing, they are not expectations of the product.
"""

import numpy as np
import pytest

from demo.blocks import blocks_of
from demo.catalogue import draw_catalogue
from demo.companies import draw_companies
from demo.draws import Ints
from demo.journeys import WON, Cycles, draw_cycles, draw_sales_only
from demo.mailings import draw_mailings
from demo.people import draw_people
from demo.touches import draw_touches
from demo.wall_clock import DAY, END, NEVER, SWITCH

_LEADS, _SEED = 20_000, 5


@pytest.fixture(scope="module")
def cycles() -> Cycles:
    """The cycles of a company large enough for steady shares."""
    [block] = blocks_of(leads=_LEADS, seed=_SEED)
    companies = draw_companies(block)
    people = draw_people(companies, block=block)
    touches = draw_touches(people, draw_mailings(people, block=block), block=block)
    sales_only = draw_sales_only(people, len(companies), block=block)
    return draw_cycles(people, touches, sales_only, block=block)


def _share(start: Ints, end: Ints, days: int) -> float:
    mature = (start != NEVER) & (start < END - days * DAY)
    reached = (end[mature] != NEVER) & (end[mature] <= start[mature] + days * DAY)
    return float(reached.mean())


def test_four_in_ten_mqls_are_accepted_within_30_days(cycles: Cycles) -> None:
    assert 0.35 <= _share(cycles.mql_at, cycles.sal_at, 30) <= 0.45


def test_more_than_half_of_the_accepted_are_confirmed(cycles: Cycles) -> None:
    assert 0.50 <= _share(cycles.sal_at, cycles.sql_at, 60) <= 0.62


def test_six_in_ten_confirmed_get_an_opportunity(cycles: Cycles) -> None:
    assert 0.55 <= _share(cycles.sql_at, cycles.opportunity_at, 60) <= 0.72


def test_a_quarter_of_the_opportunities_is_won(cycles: Cycles) -> None:
    won_at = np.where(cycles.exit_kind == WON, cycles.exit_at, NEVER)
    assert 0.20 <= _share(cycles.opportunity_at, won_at, 180) <= 0.30


def test_the_second_definition_lets_visibly_fewer_leads_pass(cycles: Cycles) -> None:
    """Nine months each: 2025-04 to 2025-12 and 2026-01 to 2026-09."""
    mql_at = cycles.mql_at[cycles.mql_at != NEVER]
    before, after = (mql_at < SWITCH).sum(), (mql_at >= SWITCH).sum()
    assert after < 0.8 * before


def test_some_people_come_back_and_some_never_reach_sales(cycles: Cycles) -> None:
    _, rounds = np.unique(cycles.person, return_counts=True)
    assert (rounds >= 2).sum() > 100
    assert (rounds >= 3).any()
    assert ((cycles.mql_at != NEVER) & (cycles.synced_at == NEVER)).sum() > 50


def test_there_is_something_on_offer_for_every_phase() -> None:
    content = draw_catalogue(leads=300, seed=_SEED).content
    phases = set(content["phase"].to_pylist())
    assert phases == {"awareness", "consideration", "decision", None}
