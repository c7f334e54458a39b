"""Page views of GA4, the catalogue of a CMS and ad spend, in two deliveries.

Delivered on 2026-02-01 and 2026-04-10, as of 2026-03-31. Beside them stands the
marketing tool whose leads the site knows.
"""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts import check_build, load
from orchestration import steps
from orchestration.progress import Progress
from orchestration.resources import PROJECT
from tests.stories.building import build, company_settings, query, write_table
from tests.stories.marketo_company import (
    AS_OF,
    FIRST_DELIVERY,
    SECOND_DELIVERY,
    instant,
)

# Midnight UTC of 2026-01-01 as GA4 exports it.
NEW_YEAR = 1_767_225_600_000_000
_EVENT = (
    "_fivetran_id,name,timestamp,user_pseudo_id,user_id,bundle_sequence_id,"
    "batch_event_index,is_intraday,stream_id,param_page_location,"
    "collected_traffic_source_manual_source,param_source,traffic_source_source"
)
PRICING = "https://firm.example/pricing"
CASES = "https://firm.example/cases"

# id, name, microseconds after New Year, visitor, lead, bundle, index, intraday, page
FIRST_EVENTS = [
    ("a", "page_view", 0, "v1", "101", "1", "0", "false", PRICING),
    # The same view as on its day: a copy.
    ("a-today", "page_view", 0, "v1", "101", "1", "0", "true", PRICING),
    # One instant, but another event of the batch, another batch, another stranger.
    ("b", "page_view", 0, "v1", "101", "1", "1", "false", PRICING),
    ("c", "page_view", 0, "v1", "", "2", "0", "false", PRICING),
    ("d", "page_view", 0, "", "", "1", "0", "false", PRICING),
    # An older export without places in the batch: the page tells views apart.
    ("e", "page_view", 1, "v2", "", "", "", "", PRICING),
    ("f", "page_view", 1, "v2", "", "", "", "", CASES),
    ("g", "scroll", 2, "v2", "", "3", "0", "false", CASES),
    # Its daily row comes with the second delivery; h-today's never does.
    ("h-today", "page_view", 3, "v3", "", "4", "0", "true", CASES),
    ("i-today", "page_view", 4, "v3", "", "5", "0", "true", CASES),
    ("k", "page_view", 5, "v3", "", "6", "0", "true", CASES),
]
APRIL = 91 * 86_400 * 1_000_000
SECOND_EVENTS = [
    ("h", "page_view", 3, "v3", "104", "4", "0", "false", CASES),
    # The daily row under the same id, by then with its lead.
    ("k", "page_view", 5, "v3", "104", "6", "0", "false", CASES),
    ("j", "page_view", APRIL, "v3", "", "9", "0", "false", CASES),
]


def write_events(raw: Path, events: list[tuple[Any, ...]]) -> None:
    write_table(
        raw,
        "ga4",
        "event",
        _EVENT,
        [
            (one, name, NEW_YEAR + after, visitor, lead, bundle, index, today, "77",
             page, "google" if one == "a" else "", "newsletter", "first-touch")
            for one, name, after, visitor, lead, bundle, index, today, page in events
        ],
    )  # fmt: skip


def write_first_delivery(raw: Path) -> None:
    """Write the raw files of 2026-02-01."""
    write_table(
        raw,
        "marketo",
        "lead",
        "id,created_at",
        [("101", instant("01-01")), ("104", instant("01-01"))],
    )
    write_events(raw, FIRST_EVENTS)
    write_table(
        raw,
        "cms",
        "content",
        "id,title,content_type,phase,published_at,retired_at,updated_at",
        [
            ("c1", "Old title", "article", "awareness", "2025-06-01", "",
             instant("01-10")),
            ("c2", "Guide", "whitepaper", "decision", "2025-06-01", "2026-03-01",
             instant("01-10")),
        ],
    )  # fmt: skip
    write_table(
        raw,
        "cms",
        "content_cost",
        "content_id,cost_date,cost,currency",
        [("c1", "2025-06-01", "300000", "JPY"), ("c1", "2025-06-01", "90.5", "USD")],
    )
    write_table(
        raw,
        "ads",
        "campaign_report",
        "platform,campaign_id,date_day,spend,currency,clicks",
        [
            ("google", "2001", "2026-01-05", "1000", "JPY", "10"),
            ("meta", "2001", "2026-01-05", "500", "JPY", "4"),
            ("meta", "2001", "2026-01-05", "7.25", "USD", "1"),
            ("meta", "2001", "2026-01-06", "500", "JPY", "4"),
        ],
    )


def write_second_delivery(raw: Path) -> None:
    """Write the raw files of 2026-04-10 over those of the first delivery."""
    write_events(raw, SECOND_EVENTS)
    write_table(
        raw,
        "cms",
        "content",
        "id,title,content_type,phase,published_at,retired_at,updated_at",
        [
            ("c1", "New title", "article", "awareness", "2025-06-01", "",
             instant("03-10")),
            ("c1", "Title of April", "article", "awareness", "2025-06-01", "",
             instant("04-05")),
            ("c3", "Written in April", "article", "", "2026-04-01", "",
             instant("04-05")),
        ],
    )  # fmt: skip
    write_table(
        raw,
        "cms",
        "content_cost",
        "content_id,cost_date,cost,currency",
        [("c1", "2025-06-01", "320000", "JPY")],
    )
    write_table(
        raw,
        "ads",
        "campaign_report",
        "platform,campaign_id,date_day,spend,currency,clicks",
        [("google", "2001", "2026-01-05", "1200", "JPY", "11")],
    )


@pytest.fixture(scope="module")
def web_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database after both deliveries; its contracts held."""
    folder = tmp_path_factory.mktemp("web")
    settings = company_settings(
        folder / "raw",
        folder / "home",
        sources=["marketo", "ga4", "cms", "ads"],
        as_of=AS_OF,
    )
    write_first_delivery(folder / "raw")
    first = replace(settings, as_of=None)
    steps.land(first, Progress(stream=io.StringIO()), FIRST_DELIVERY)
    write_second_delivery(folder / "raw")
    database = build(settings, now=SECOND_DELIVERY)
    results = check_build(
        database=database,
        landing=settings.home.landing,
        contracts=load(PROJECT / "contracts"),
    )
    assert [result.id for result in results if result.status != "held"] == []
    return database


def test_a_view_that_came_twice_is_one_view(web_build: Path) -> None:
    """Of the two rows of a, of h and of k the daily one; i has none yet; j is of April.

    The lead is who the site says it is, NULL for strangers; so is the visitor of d, who
    refused to be recognised.
    """
    assert query(
        web_build,
        "select pageview_id, visitor_id, source_record_id, url"
        " from intermediate.int_port_pageviews order by 1",
    ) == [
        ("a", "v1", "101", PRICING),
        ("b", "v1", "101", PRICING),
        ("c", "v1", None, PRICING),
        ("d", None, None, PRICING),
        ("e", "v2", None, PRICING),
        ("f", "v2", None, CASES),
        ("h", "v3", "104", CASES),
        ("i-today", "v3", None, CASES),
        ("k", "v3", "104", CASES),
    ]


def test_every_event_has_one_fate(web_build: Path) -> None:
    """14 rows: a-today, h-today and k's first superseded, j held; the scroll is no page
    view."""
    assert query(
        web_build,
        "select disposition, sum(row_count) from intermediate.int_port_dispositions"
        " where source = 'ga4' group by 1 order by 1",
    ) == [("accepted", 10), ("held", 1), ("superseded", 3)]


def test_a_visit_came_from_what_it_was_tagged_with(web_build: Path) -> None:
    """The tag collected with the event, else its parameter; never the first touch."""
    assert query(
        web_build,
        "select pageview_id, utm_source, occurred_at"
        " from intermediate.int_port_pageviews where pageview_id in ('a', 'e')"
        " order by 1",
    ) == [
        ("a", "google", datetime(2026, 1, 1)),
        ("e", "newsletter", datetime(2026, 1, 1, 0, 0, 0, 1)),
    ]


def test_content_is_what_the_catalogue_said_by_the_as_of(web_build: Path) -> None:
    """April's title of c1 comes too late; of c3 no earlier version is known."""
    assert query(
        web_build,
        "select content_id, title, published_on, retired_on"
        " from intermediate.int_port_content_items order by 1",
    ) == [
        ("c1", "New title", date(2025, 6, 1), None),
        ("c2", "Guide", date(2025, 6, 1), date(2026, 3, 1)),
        ("c3", "Written in April", date(2026, 4, 1), None),
    ]


def test_costs_are_those_delivered_last(web_build: Path) -> None:
    """Google's 1,000 became 1,200 and Meta's 500 stayed: 1,700 yen; dollars apart."""
    assert query(
        web_build,
        "select content_id, currency, cost from intermediate.int_port_content_costs"
        " order by 2",
    ) == [("c1", "JPY", Decimal(320000)), ("c1", "USD", Decimal("90.5"))]
    assert query(
        web_build,
        "select campaign_id, cost_on, currency, cost"
        " from intermediate.int_port_campaign_costs order by 2, 3",
    ) == [
        ("2001", date(2026, 1, 5), "JPY", Decimal(1700)),
        ("2001", date(2026, 1, 5), "USD", Decimal("7.25")),
        ("2001", date(2026, 1, 6), "JPY", Decimal(500)),
    ]


def test_web_sources_say_nothing_of_a_stage(web_build: Path) -> None:
    """Only the marketing tool's attributes are a signal."""
    assert query(
        web_build,
        "select source, signal from intermediate.int_port_capabilities",
    ) == [("marketo", "attribute")]
