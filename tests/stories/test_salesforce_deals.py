"""Deals and work in Salesforce: reopened, deleted, won by a flag, done late, missed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.stories.building import broken_contracts, query
from tests.stories.salesforce_company import dispositions, utc
from tests.stories.salesforce_people import MAKI, SATO, contact, deal, lead


def test_a_deal_is_won_or_lost_when_nothing_else_was_said_after(
    salesforce_build: Path,
) -> None:
    """1 was lost on 04-10, opened again and won on 05-01. 2 was deleted; 3 was, and
    lives again, lost on its closing day, which begins at 15:00 the day before. 4 is won
    since it is called Signed, 5, called so too, is not known to have ended. 6 is won
    since its stage changed, 7 since its booking, 8 since it was made on its closing
    day, 12 until it is lost after the as-of."""
    assert query(
        salesforce_build,
        "select opportunity_id, outcome, won_at, lost_at"
        " from intermediate.int_port_opportunities order by 1",
    ) == [
        (deal(1), "won", utc("05-01"), None),
        (deal(3), "lost", None, utc("05-08", "15:00")),
        (deal(4), "won", utc("04-20"), None),
        (deal(5), "open", None, None),
        (deal(6), "won", utc("04-22", "06:00"), None),
        (deal(7), "won", utc("05-19", "15:00"), None),
        (deal(8), "won", utc("04-25", "03:00"), None),
        (deal(9), "open", None, None),
        (deal(10), "open", None, None),
        (deal(12), "won", utc("06-01"), None),
    ]


def test_what_was_read_later_is_newer_where_the_stamp_stands_still(
    salesforce_build: Path,
) -> None:
    """10 was read on 04-27, 04-28 and 05-01, in no order; of 11 nobody knows which of
    two rows came later, so both are refused."""
    assert query(
        salesforce_build,
        "select opportunity_id, deal_rank from intermediate.int_port_opportunities"
        " where opportunity_id in (?, ?)",
        deal(10),
        deal(11),
    ) == [(deal(10), "A")]


def test_rows_that_a_connector_told_apart_keep_the_contract_of_their_feed(
    salesforce_build: Path,
) -> None:
    """Deal 10 was read three times under one stamp, lead 16 deleted under its own."""
    broken = [one for one, *_ in broken_contracts(salesforce_build)]
    assert [one for one in broken if one.endswith("_feed")] == []


def test_changes_of_deals_have_our_field_names(salesforce_build: Path) -> None:
    """What was taken back is none; what was deleted with deal 2 happened."""
    assert query(
        salesforce_build,
        "select opportunity_id, field, new_value, changed_at"
        " from intermediate.int_port_opportunity_changes order by 1, 4, 2",
    ) == [
        (deal(1), "stage", "Closed Lost", utc("04-10")),
        (deal(1), "stage", "Negotiation", utc("04-15")),
        (deal(1), "amount", "1000.5", utc("05-01")),
        (deal(1), "stage", "Closed Won", utc("05-01")),
        (deal(2), "close_on", "2026-09-01", utc("04-20")),
        (deal(4), "stage", "Signed", utc("04-20")),
        (deal(12), "stage", "Closed Won", utc("06-01")),
    ]


def test_one_role_a_contact_and_the_primary_one_names_the_lead(
    salesforce_build: Path,
) -> None:
    """Deal 1 names its lead itself; of deal 8 the primary contact does, once lead 4.
    The lead of deal 9 was never delivered; its contact was lead 6."""
    assert query(
        salesforce_build,
        "select opportunity_id, source_record_id, role, is_primary"
        " from intermediate.int_port_opportunity_contacts order by 1, 2",
    ) == [
        (deal(1), contact(4), "Evaluator", True),
        (deal(1), contact(5), "Influencer", False),
        (deal(8), contact(4), "Evaluator", True),
        (deal(8), contact(5), "Influencer", False),
    ]
    assert query(
        salesforce_build,
        "select deals.opportunity_id, persons.source_record_id"
        " from intermediate.int_opportunity_leads as deals"
        " join dimensions.dim_lead_sources as persons using (lead_id)"
        " where persons.source_record_id like '00Q%' order by 1, 2",
    ) == [
        (deal(1), lead(1)),
        (deal(3), lead(8)),
        (deal(3), lead(9)),
        (deal(3), lead(10)),
        (deal(8), lead(4)),
        (deal(9), lead(6)),
    ]


def test_orders_are_bookings_once_they_are_placed(salesforce_build: Path) -> None:
    """2 is a draft, 5 deleted. 3 was cancelled on the day it was last written: at 20:00
    on 05-25, which is 05-26 in Tokyo. Upsell is no word of the book."""
    assert query(
        salesforce_build,
        "select booking_id, booking_type, amount, booked_on, cancelled_on"
        " from intermediate.int_port_bookings order by 1",
    ) == [
        ("801-1", "new", Decimal("1000.5"), date(2026, 5, 2), None),
        ("801-3", "expansion", Decimal(20), date(2026, 5, 3), date(2026, 5, 26)),
        ("801-4", "upsell", Decimal(30), date(2026, 5, 3), date(2026, 5, 20)),
        ("801-7", "new", Decimal(50), date(2026, 5, 20), None),
    ]


def test_what_was_done_is_an_activity_and_what_is_planned_is_none(
    salesforce_build: Path,
) -> None:
    """4 is not done, 10 deleted, 12 a series, 16 of nobody known, 17 and 18 hand over.
    2 was planned on 03-01 and done on 03-09; 3 was written down a day later; 5 was
    closed after its day, which begins at 15:00 the day before, and 6 ahead of it."""
    assert query(
        salesforce_build,
        "select right(activity_id, 2), activity_type, outcome, is_automated,"
        " occurred_at, recorded_at from intermediate.int_port_sales_activities"
        " where activity_id like '00T%' order by 1",
    ) == [
        (number, *kind, is_automated, done_at, recorded_at)
        for number, kind, is_automated, done_at, recorded_at in [
            ("01", ("call", "connected"), False, utc("03-05", "01:00"), None),
            ("02", ("email", "sent"), False, utc("03-09"), None),
            ("03", ("call", "busy"), False, utc("03-09"), utc("03-10")),
            ("05", ("task", None), False, utc("03-10", "15:00"), utc("03-12", "02:00")),
            ("06", ("task", None), False, utc("03-12", "02:00"), None),
            ("07", ("email", None), True, utc("03-13"), None),
            ("08", ("call", None), False, utc("03-13"), None),
            ("09", ("prospecting", None), False, utc("03-13"), None),
            ("11", ("task", None), False, utc("03-14"), None),
            ("13", ("task", None), False, utc("03-14"), None),
            ("14", ("task", None), False, utc("03-17"), None),
            ("15", ("task", None), False, utc("03-17"), None),
        ]
    ]


def test_a_task_that_names_its_lead_by_15_characters_finds_the_person(
    salesforce_build: Path,
) -> None:
    assert query(
        salesforce_build,
        "select activities.source_record_id, members.object"
        " from intermediate.int_port_sales_activities as activities"
        " join intermediate.int_identities as members"
        " on members.native_id = activities.source_record_id"
        " where activity_id = '00T-01'",
    ) == [(lead(1), "sfa_record")]


def test_an_activity_is_about_a_deal_or_something_else(salesforce_build: Path) -> None:
    assert query(
        salesforce_build,
        "select activity_id, opportunity_id"
        " from intermediate.int_port_sales_activities"
        " where activity_id in ('00T-14', '00T-15') order by 1",
    ) == [("00T-14", deal(1)), ("00T-15", None)]


def test_a_meeting_was_held_unless_nobody_came(salesforce_build: Path) -> None:
    """3 is still to come, 4 the copy of 1 in another calendar, 5 a series."""
    assert query(
        salesforce_build,
        "select activity_id, activity_type, outcome, occurred_at"
        " from intermediate.int_port_sales_activities"
        " where activity_id like '00U%' order by 1",
    ) == [
        ("00U-1", "meeting", "held", utc("03-20", "01:00")),
        ("00U-2", "meeting", "no_show", utc("03-21", "01:00")),
    ]


def test_a_hand_over_is_given_before_it_is_done(salesforce_build: Path) -> None:
    """By Maki of marketing to Sato; the one that names nobody waits."""
    assert query(
        salesforce_build,
        "select handover_id, source_record_id, from_team, from_user_id, to_user_id,"
        " comment, handed_over_at from intermediate.int_port_handovers",
    ) == [("00T-17", lead(1), "marketing", MAKI, SATO, "memo", utc("03-18"))]


def test_feedback_and_campaigns_leave_out_what_was_deleted(
    salesforce_build: Path,
) -> None:
    """A response on 03-15 begins at 15:00 the day before; Waitlisted is no word of the
    book; who converted is still the lead that applied."""
    assert query(
        salesforce_build,
        "select feedback_id, source_record_id, rating, given_by"
        " from intermediate.int_port_feedback",
    ) == [("a00-1", lead(1), "4", SATO)]
    assert query(
        salesforce_build,
        "select campaign_id, channel, started_on from intermediate.int_port_campaigns",
    ) == [("701-1", "exhibition", date(2026, 3, 9))]
    assert query(
        salesforce_build,
        "select object, source_record_id, status, occurred_at"
        " from intermediate.int_port_campaign_members order by occurred_at",
    ) == [
        ("sfa_record", lead(4), "applied", utc("03-05")),
        ("sfa_record", lead(1), "waitlisted", utc("03-10")),
        ("sfa_record", contact(5), "responded", utc("03-14", "15:00")),
    ]


def test_what_becomes_of_every_row_of_deals_and_work(salesforce_build: Path) -> None:
    """task: 19 rows, of which 12 activities and 1 hand-over stay; 4 waits, 16 and 18
    are about nobody known, 10 is deleted, 11's deletion and the series are superseded.
    """
    unknown = ("held", "UNKNOWN_RECORD")
    held, gone, over = ("held", None), ("tombstone", None), ("superseded", None)
    used = ("accepted", None)
    assert {
        table: dispositions(salesforce_build, table)
        for table in (
            "task", "event", "opportunity", "opportunity_field_history",
            "opportunity_contact_role", "order", "lead_feedback_c", "campaign",
            "campaign_member",
        )
    } == {
        "task": {used: 13, held: 1, unknown: 2, gone: 1, over: 2},
        "event": {used: 2, held: 1, over: 2},
        "opportunity": {
            used: 9, gone: 1, over: 4, ("quarantined", "UNKNOWN_STATUS"): 1
        },
        "opportunity_field_history": {used: 7, held: 1, gone: 1, unknown: 1},
        "opportunity_contact_role": {used: 4, gone: 1, over: 1},
        "order": {used: 4, held: 1, gone: 1},
        "lead_feedback_c": {used: 1, gone: 1, unknown: 1},
        "campaign": {used: 1, gone: 1},
        "campaign_member": {used: 3, gone: 1, unknown: 1},
    }  # fmt: skip


def test_every_landed_row_is_accounted_for(salesforce_build: Path) -> None:
    promise = Path("contracts/consistency/every_raw_row_is_accounted_for.sql")
    sql = promise.read_text(encoding="utf-8").replace(
        "{batch}", "intermediate.int_row_accounting"
    )
    assert query(salesforce_build, sql) == []
    assert query(
        salesforce_build,
        "select count(*) from intermediate.int_row_accounting"
        " where source = 'salesforce' and physical_records > 0",
    ) == [(16,)]
