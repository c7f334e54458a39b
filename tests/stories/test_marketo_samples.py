"""The connector's own samples of Marketo and GA4, alone and beside Salesforce's.

Few rows of many tables, and hardly one knows another.
"""

from datetime import date, datetime
from pathlib import Path

import pytest

from contracts import check_build, load
from orchestration.resources import PROJECT, Settings
from tests.stories.building import build, company_settings, query

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "vendor_samples"

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "marketo").is_dir(),
    reason="the vendors' samples are not beside this checkout",
)


def settings_of(home: Path, *sources: str) -> Settings:
    """Settings of a company that delivers these samples."""
    return company_settings(SAMPLES, home, sources=sources, as_of=date(2024, 12, 31))


def checked_build(settings: Settings) -> Path:
    """Build database of a company whose contracts held."""
    database = build(settings)
    results = check_build(
        database=database,
        landing=settings.home.landing,
        contracts=load(PROJECT / "contracts"),
    )
    assert [result.id for result in results if result.status != "held"] == []
    return database


@pytest.fixture(scope="module")
def marketo_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checked_build(
        settings_of(tmp_path_factory.mktemp("marketo-sample"), "marketo")
    )


def test_what_becomes_of_every_row_of_marketo(marketo_build: Path) -> None:
    """None of the 100 leads did anything in the sample: no activity is of one of them.

    All 31 deletions and the 600 + 100 activities are of leads not known, and so are
    the winners of all merges. One merge of the 100 names no loser and is refused. The
    100 rows of templates are 79 versions of templates, 21 delivered in a newer state.
    """
    unknown = ("held", "UNKNOWN_RECORD")
    found = query(
        marketo_build,
        "select table_name, disposition, reason_code, sum(row_count)"
        " from intermediate.int_port_dispositions group by 1, 2, 3 order by 1, 2",
    )
    assert found == [
        ("activity_change_data_value", *unknown, 100),
        ("activity_click_email", *unknown, 100),
        ("activity_delete_lead", *unknown, 31),
        ("activity_email_bounced", *unknown, 100),
        ("activity_email_delivered", *unknown, 100),
        ("activity_merge_leads", *unknown, 99),
        ("activity_open_email", *unknown, 100),
        ("activity_send_email", *unknown, 100),
        ("activity_unsubscribe_email", *unknown, 100),
        ("campaign", "accepted", None, 100),
        ("email_template_history", "accepted", None, 79),
        ("email_template_history", "superseded", None, 21),
        ("lead", "accepted", None, 100),
        ("lead_describe", "accepted", None, 100),
        ("program", "accepted", None, 100),
    ]


def test_every_row_of_marketo_is_accounted_for(marketo_build: Path) -> None:
    """13 tables of 100 rows and 31 deletions; the merge of nobody does not land."""
    assert query(
        marketo_build,
        "select count(*), sum(physical_records), sum(landed), sum(quarantined)"
        " from intermediate.int_row_accounting where batches > 0",
    ) == [(14, 1331, 1330, 1)]


def test_the_leads_of_marketo_are_people_without_a_history(
    marketo_build: Path,
) -> None:
    """100 addresses, 100 people. No losers: the leads they went into are unknown."""
    assert query(
        marketo_build,
        "select count(*), count(distinct lead_id) from dimensions.dim_lead_sources",
    ) == [(100, 100)]
    assert query(
        marketo_build,
        "select count(*), count(mql_at) from facts.fct_lead_cycles",
    ) == [(100, 0)]


def test_marketo_s_sample_can_say_no_status_and_no_form(marketo_build: Path) -> None:
    """It has neither lead_status nor a change of it, and two tables of touches. They
    are of mail alone, so no score of a lead is known."""
    assert query(
        marketo_build,
        "select signal, signal_argument, observed_from"
        " from intermediate.int_port_capabilities order by 1, 2",
    ) == [
        ("attribute", None, datetime(2019, 12, 29, 6, 25, 33)),
        ("touch", "email_click", datetime(2020, 4, 28, 16, 38, 2)),
        ("touch", "email_open", datetime(2020, 5, 8, 5, 20, 27)),
    ]


def test_two_mails_of_the_sample_were_skipped(marketo_build: Path) -> None:
    """100 sends, two of them `skipped`."""
    assert query(
        marketo_build,
        "select mailing_event, count(*) from intermediate.int_port_mailings"
        " group by 1 order by 1",
    ) == [("bounced", 100), ("delivered", 100), ("sent", 98), ("unsubscribed", 100)]


def test_the_events_of_ga4_s_sample_are_no_page_views(tmp_path: Path) -> None:
    """Six events, from a purchase to a check-out begun; none is the copy of another.

    It builds, and is not published: a company without people breaks row floors.
    """
    database = build(settings_of(tmp_path, "ga4"))
    assert query(
        database,
        "select disposition, sum(row_count) from intermediate.int_port_dispositions"
        " group by 1",
    ) == [("accepted", 6)]
    assert query(database, "select count(*) from intermediate.int_port_pageviews") == [
        (0,)
    ]


def test_the_samples_build_together(tmp_path: Path) -> None:
    """100 people of Marketo, the lead and the four contacts of Salesforce; no row names
    one of another tool. 1,331 + 111 + 6 physical records.
    """
    database = checked_build(settings_of(tmp_path, "marketo", "salesforce", "ga4"))
    assert query(database, "select count(*) from dimensions.dim_leads") == [(105,)]
    assert query(
        database,
        "select sum(physical_records) from intermediate.int_row_accounting",
    ) == [(1448,)]
