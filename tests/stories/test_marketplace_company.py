"""A source whose rows already are MQLs and that knows only wins after them."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.book.book_copies import DEFINITIONS, RULES, BookCopy
from tests.stories.building import build, company_settings, query
from tests.stories.marketplace_company import build_marketplace_company

SHARED_OLIST = Path(__file__).resolve().parents[3] / "shared" / "data"


def by_lead_source(database: Path) -> dict[str, tuple[int, int]]:
    """Leads and wins to date by raw source."""
    return {
        value: (entered, won)
        for value, entered, won in query(
            database,
            "select segment_value, sum(cycles_entered), sum(cycles_converted)"
            " from marts.mart_funnel_cohorts where definition_basis = 'then'"
            " and period_grain = 'month'"
            " and from_stage = 'mql' and to_stage = 'won' and window_days is null"
            " and entry_policy = 'strict' and segment_dimension = 'lead_source'"
            " group by 1",
        )
    }


def test_a_missing_origin_and_the_word_unknown_are_two_things(
    marketplace_build: Path,
) -> None:
    """social m1 m2 m6, won m2; unknown m3 m7, won m3; no origin m4 m5, won m4."""
    assert by_lead_source(marketplace_build) == {
        "social": (3, 1),
        "unknown": (2, 1),
        "(none)": (2, 1),
    }


def cohorts(database: Path, to_stage: str, window: int | None) -> list[tuple[Any, ...]]:
    return query(
        database,
        "select cohort_on, stage_knowledge, cycles_entered, cycles_mature,"
        " cycles_converted, is_left_truncated from marts.mart_funnel_cohorts"
        " where definition_basis = 'then'"
        " and period_grain = 'month' and from_stage = 'mql' and to_stage = ?"
        " and window_days is not distinct from ? and entry_policy = 'strict'"
        " and segment_dimension = 'all' order by 1",
        to_stage,
        window,
    )


def test_both_ends_of_the_window_are_included_and_young_cohorts_wait(
    marketplace_build: Path,
) -> None:
    """Days are Tokyo's: 2017-12-31 02:00 UTC is still the 31st there.

    m2 took 30 days and 8 hours: too late for 30 days. m3 took exactly 30 days, m4 none.
    m7's 30 days end after 2018-03-31.
    """
    assert cohorts(marketplace_build, "won", 30) == [
        (date(2017, 10, 1), "observed", 1, 1, 0, True),
        (date(2017, 11, 1), "observed", 1, 1, 0, True),
        (date(2017, 12, 1), "observed", 1, 1, 1, False),
        (date(2018, 1, 1), "observed", 2, 2, 1, False),
        (date(2018, 2, 1), "observed", 1, 1, 0, False),
        (date(2018, 3, 1), "observed", 1, 0, 0, False),
    ]


@pytest.mark.parametrize(
    "stage", ["sal", "sql", "opportunity", "lost", "recycled", "disqualified"]
)
def test_a_stage_the_source_cannot_know_is_unknown_and_not_zero(
    marketplace_build: Path, stage: str
) -> None:
    assert {row[1:5] for row in cohorts(marketplace_build, stage, None)} == {
        ("unknown", None, None, None)
    }


def test_no_loss_is_invented_for_leads_without_a_deal(marketplace_build: Path) -> None:
    assert query(
        marketplace_build,
        "select exit_type, count(*), count(lost_at) from facts.fct_lead_cycles"
        " group by 1 order by 1 nulls first",
    ) == [(None, 4, 0), ("won", 3, 0)]


def test_a_deal_that_nobody_dates_is_not_registered_when_it_is_won(
    marketplace_build: Path,
) -> None:
    assert query(
        marketplace_build,
        "select signal, count(*) from facts.fct_stage_events"
        " where stage in ('opportunity', 'won') group by 1",
    ) == [("opportunity_won", 3)]


def test_a_definition_of_the_source_alone_can_be_tried(tmp_path: Path) -> None:
    """The draft says what the version in force says: the seven leads are kept."""
    book = BookCopy.of_default(tmp_path / "book")
    draft = {"definition_id": "mql_olist_v2_draft", "status": "draft", "version": "2"}
    book.add(DEFINITIONS, "mql_olist_v1", **draft)
    book.add(RULES, "mql_olist_v1", definition_id="mql_olist_v2_draft")
    assert query(
        build_marketplace_company(tmp_path, book=book.folder),
        "select distinct gained_leads, lost_leads, kept_leads, baseline_leads,"
        " tried_leads from marts.mart_definition_backtest"
        " where baseline_definition_id = 'mql_olist_v1'"
        " and tried_definition_id = 'mql_olist_v2_draft'"
        " and segment_dimension = 'all'",
    ) == [(0, 0, 7, 7, 7)]


def test_a_first_contact_on_a_day_without_midnight_begins_at_one(
    marketplace_build: Path,
) -> None:
    assert query(
        marketplace_build,
        "select opened_at, mql_at from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = 'm1' and object = 'ma_lead'",
    ) == [(datetime(2017, 10, 15, 3), datetime(2017, 10, 15, 3))]


def test_an_estimate_of_zero_revenue_is_unknown(marketplace_build: Path) -> None:
    assert query(
        marketplace_build,
        "select account_id, annual_revenue from intermediate.int_port_accounts"
        " order by 1",
    ) == [("seller-1", None), ("seller-2", 12000), ("seller-3", None)]


@pytest.mark.skipif(
    not (SHARED_OLIST / "olist").is_dir(),
    reason="the real Olist files are not beside this checkout",
)
def test_the_real_olist_funnel(tmp_path: Path) -> None:
    """Leads and wins by origin, counted from the two files by two other programs."""
    database = build(
        company_settings(
            SHARED_OLIST,
            tmp_path / "home",
            sources=["olist"],
            as_of=date(2018, 12, 31),
        )
    )
    found = by_lead_source(database)
    assert found == {
        "organic_search": (1263, 118),
        "paid_search": (786, 83),
        "social": (617, 32),
        "unknown": (593, 78),
        "email": (275, 6),
        "direct_traffic": (266, 29),
        "referral": (148, 6),
        "other": (91, 1),
        "display": (72, 2),
        "other_publicities": (36, 2),
        "(none)": (24, 5),
    }
    leads, wins = (sum(column) for column in zip(*found.values(), strict=True))
    assert (leads, wins) == (4171, 362)
    assert round(wins / leads, 5) == 0.08679
