"""What Salesforce makes of the company's rows, each worked out by hand.

The company's clock is Asia/Tokyo: nine hours are taken off every instant.
"""

from typing import Any

from tests.demo.vendor_rows import all_rows, only, translated

_LEAD = {
    "sfa_record_id": "00Q5i0000000001EAA",
    "record_type": "lead",
    "created_at": "2025-05-01 09:00:00",
    "owner_id": "0055i0000000006AAA",
    "status": "sal",
    "updated_at": "2025-05-10 09:00:00",
}
_CONTACT = {
    **_LEAD,
    "sfa_record_id": "0035i0000000001AAA",
    "record_type": "contact",
    "status": "sql",
}
_CALL = {
    "activity_id": "act-1",
    "sfa_record_id": "00Q5i0000000001EAA",
    "owner_id": "0055i0000000006AAA",
    "activity_type": "call",
    "outcome": "connected",
    "is_automated": "false",
    "occurred_at": "2025-06-02 15:00:00",
}


def _change(at: str, field: str, old: str, new: str, by: str) -> dict[str, str]:
    return {
        "change_id": f"sc-{at}-{field}",
        "sfa_record_id": _CONTACT["sfa_record_id"],
        "field": field,
        "old_value": old,
        "new_value": new,
        "changed_at": at,
        "changed_by": by,
    }


def test_leads_and_contacts_lie_apart_each_with_its_own_columns() -> None:
    files = translated(sfa_records__2025_09=[_LEAD, _CONTACT])
    assert only(
        files["salesforce/lead/2025-09"],
        "id",
        "status",
        "system_modstamp",
        "is_deleted",
    ) == [("00Q5i0000000001EAA", "Working - Contacted", "2025-05-10 00:00:00", False)]
    assert only(files["salesforce/contact/2025-09"], "id", "contact_status_c") == [
        ("0035i0000000001AAA", "Qualified")
    ]


def test_a_conversion_shows_its_day_on_the_record_and_its_instant_in_history() -> None:
    """14:00 in Tokyo: the day as a midnight, 05:00 UTC as the instant."""
    converted = {
        **_LEAD,
        "converted_at": "2025-11-10 14:00:00",
        "converted_contact_id": "0035i0000000001AAA",
        "updated_at": "2025-11-10 14:00:00",
    }
    files = translated(
        sfa_records__2025_09=[_LEAD], sfa_records__2026_03=[converted, converted]
    )
    assert only(files["salesforce/lead/2025-09"], "is_converted", "converted_date") == [
        (False, None)
    ]
    assert only(
        files["salesforce/lead/2026-03"][:1],
        "is_converted", "converted_date", "converted_contact_id",
    ) == [(True, "2025-11-10 00:00:00", "0035i0000000001AAA")]  # fmt: skip
    history = all_rows(files, "salesforce/lead_history")
    assert only(history, "lead_id", "field", "new_value", "created_date") == [
        ("00Q5i0000000001EAA", "leadConverted", "true", "2025-11-10 05:00:00")
    ]


def test_changes_of_leads_are_field_history() -> None:
    change = {
        **_change("2025-06-01 10:00:00", "status", "new", "mql", "0055i0000000006AAA"),
        "sfa_record_id": _LEAD["sfa_record_id"],
        "recorded_at": "2025-07-03 10:00:00",
    }
    files = translated(sfa_records__2025_09=[_LEAD], sfa_record_changes=[change])
    assert only(
        files["salesforce/lead_history/2025-07"],
        "field", "old_value", "new_value", "created_date", "created_by_id",
    ) == [
        (
            "Status", "Open - Not Contacted", "Marketing Qualified",
            "2025-06-01 01:00:00", "0055i0000000006AAA",
        )
    ]  # fmt: skip


def test_changes_of_contacts_are_states_each_ending_where_the_next_begins() -> None:
    """Made on 1 May as Open; Working on 1 June; on 2 November Qualified with another
    owner. At the export of September the second state is the current one, at that of
    March it has ended: it comes again, beside the third. A state ends a thousandth of a
    second before the next: 01:00:00 UTC less 0.001 s."""
    changes = [
        _change("2025-06-01 10:00:00", "status", "new", "sal", "u-1"),
        _change("2025-11-02 10:00:00", "status", "sal", "sql", "u-2"),
        _change("2025-11-02 10:00:00", "owner_id", "u-old", "u-new", "u-3"),
    ]
    files = translated(
        sfa_records__2025_09=[{**_CONTACT, "status": "sal"}],
        sfa_records__2026_03=[_CONTACT],
        sfa_record_changes=changes,
    )
    names = (
        "_fivetran_start", "_fivetran_end", "_fivetran_active", "contact_status_c",
        "owner_id", "last_modified_by_id",
    )  # fmt: skip
    first = (
        "2025-05-01 00:00:00", "2025-06-01 00:59:59", False, "Open - Not Contacted",
        "u-old", "0055i0000000006AAA",
    )  # fmt: skip
    working = ("2025-06-01 01:00:00",), ("Working - Contacted", "u-old", "u-1")
    assert only(files["salesforce/contact_history/2025-09"], *names) == [
        first,
        (*working[0], "9999-12-31 23:59:59", True, *working[1]),
    ]
    assert only(files["salesforce/contact_history/2026-03"], *names) == [
        (*working[0], "2025-11-02 00:59:59", False, *working[1]),
        (
            "2025-11-02 01:00:00", "9999-12-31 23:59:59", True, "Qualified", "u-new",
            "u-2",
        ),
    ]  # fmt: skip
    assert all_rows(files, "salesforce/lead_history") == []


def test_a_contact_without_history_is_one_state() -> None:
    files = translated(sfa_records__2025_09=[_CONTACT], sfa_records__2026_03=[_CONTACT])
    states = all_rows(files, "salesforce/contact_history")
    assert only(states, "_fivetran_start", "contact_status_c") == [
        ("2025-05-01 00:00:00", "Qualified")
    ]


def test_a_merged_record_is_deleted_then_and_names_the_one_that_stays() -> None:
    """Its stamp is the merge's, 00:30 UTC, although nothing else was ever changed."""
    merged_at = "2025-08-01 09:30:00"
    loser = {**_LEAD, "deleted_at": merged_at, "updated_at": merged_at}
    winner = {**_LEAD, "sfa_record_id": "00Q5i0000000002EAA"}
    merge = {
        "loser_id": loser["sfa_record_id"],
        "winner_id": winner["sfa_record_id"],
        "merged_at": merged_at,
    }
    files = translated(sfa_records__2025_09=[loser, winner], sfa_merges=[merge])
    assert only(
        files["salesforce/lead/2025-09"],
        "is_deleted", "master_record_id", "system_modstamp",
    ) == [
        (True, "00Q5i0000000002EAA", "2025-08-01 00:30:00"),
        (False, None, "2025-05-10 00:00:00"),
    ]  # fmt: skip


def test_a_call_is_a_task_done_when_it_happened_and_made_when_it_was_written() -> None:
    call = {**_CALL, "recorded_at": "2025-06-03 09:00:00"}
    files = translated(sfa_activities=[call])
    assert only(
        files["salesforce/task/2025-06"],
        "task_subtype", "call_disposition", "completed_date_time", "created_date",
        "created_by_id", "activity_date",
    ) == [
        (
            "Call", "通話", "2025-06-02 06:00:00", "2025-06-03 00:00:00",
            "0055i0000000006AAA", "2025-06-02 00:00:00",
        )
    ]  # fmt: skip


def test_what_a_program_did_is_signed_by_the_user_of_programs() -> None:
    mail = {
        **_CALL,
        "activity_type": "email",
        "outcome": "sent",
        "is_automated": "true",
    }
    files = translated(
        sfa_activities=[mail],
        sfa_users=[
            {"user_id": "0055i0000000006AAA", "name": "佐藤 彩", "team": "inside_sales"}
        ],
    )
    task = files["salesforce/task/2025-06"][0]
    users = {row["id"]: row for row in files["salesforce/user/2026-09"]}
    roles = {row["id"]: row["name"] for row in files["salesforce/user_role/2026-09"]}
    assert users[task["created_by_id"]]["user_type"] == "AutomatedProcess"
    assert users[task["owner_id"]]["user_type"] == "Standard"
    assert roles[users[task["owner_id"]]["user_role_id"]] == "Inside Sales"


def test_every_fifth_task_names_its_lead_by_fifteen_characters() -> None:
    calls = [{**_CALL, "activity_id": f"act-{nth}"} for nth in range(1, 7)]
    files = translated(sfa_activities=calls)
    shown = [row["who_id"] for row in files["salesforce/task/2025-06"]]
    whole = "00Q5i0000000001EAA"
    assert shown == [whole, whole, whole, whole, "00Q5i0000000001", whole]


def test_a_meeting_is_an_event_and_says_whether_anybody_came() -> None:
    met = {**_CALL, "activity_type": "meeting", "outcome": "held"}
    missed = {**met, "activity_id": "act-2", "outcome": "no_show"}
    files = translated(sfa_activities=[met, missed])
    assert only(
        files["salesforce/event/2025-06"], "id", "start_date_time", "no_show_c"
    ) == [
        ("act-1", "2025-06-02 06:00:00", False),
        ("act-2", "2025-06-02 06:00:00", True),
    ]
    assert all_rows(files, "salesforce/task") == []


def test_a_hand_over_is_a_task_signed_by_somebody_of_the_team_that_gives() -> None:
    handover = {
        "handover_id": "ho-1",
        "sfa_record_id": _LEAD["sfa_record_id"],
        "from_team": "marketing",
        "to_user_id": "0055i0000000006AAA",
        "comment": "至急",
        "handed_over_at": "2025-06-02 15:00:00",
    }
    users = [
        {"user_id": "0055i0000000006AAA", "team": "inside_sales"},
        {"user_id": "0055i0000000001AAA", "team": "marketing"},
    ]
    files = translated(handovers=[handover], sfa_users=users)
    assert only(
        files["salesforce/task/2025-06"],
        "type", "owner_id", "created_by_id", "description", "created_date",
    ) == [
        (
            "引き渡し", "0055i0000000006AAA", "0055i0000000001AAA", "至急",
            "2025-06-02 06:00:00",
        )
    ]  # fmt: skip


def _deal(**more: str) -> dict[str, str]:
    return {
        "opportunity_id": "0065i0000000001AAA",
        "stage": "won",
        "created_at": "2025-06-02 13:00:00",
        "close_on": "2025-07-15",
        "closed_at": "2025-07-15 17:00:00",
        "is_closed": "true",
        "is_won": "true",
        "updated_at": "2025-07-15 17:00:00",
        **more,
    }


def test_a_deal_names_the_lead_or_the_contact_it_came_from() -> None:
    lead, contact = _LEAD["sfa_record_id"], _CONTACT["sfa_record_id"]
    files = translated(
        sfa_records__2025_09=[_LEAD, _CONTACT],
        opportunities=[
            _deal(source_record_id=lead),
            _deal(source_record_id=contact, stage="受注"),
        ],
        opportunity_contacts=[
            {"opportunity_id": "0065i0000000001AAA", "sfa_record_id": one}
            for one in (lead, contact)
        ],
    )
    deals: list[dict[str, Any]] = files["salesforce/opportunity/2026-09"]
    assert only(deals, "stage_name", "source_lead_c", "contact_id") == [
        ("Closed Won", lead, None),
        ("受注", None, contact),
    ]
    roles = files["salesforce/opportunity_contact_role/2026-09"]
    assert only(roles, "contact_id") == [(contact,)]


def test_a_cancelled_booking_is_a_cancelled_order() -> None:
    booking = {
        "booking_id": "bkg-1",
        "opportunity_id": "0065i0000000001AAA",
        "account_id": "0015i0000000001AAA",
        "amount": "1200000",
        "currency": "JPY",
        "booking_type": "expansion",
        "booked_on": "2025-07-16",
        "cancelled_on": "2025-08-01",
    }
    files = translated(bookings=[booking])
    (order,) = files["salesforce/order/2026-09"]
    assert (order["type"], order["status"]) == ("Expansion", "Cancelled")
    assert str(order["effective_date"]) == "2025-07-16"
    assert str(order["cancelled_date_c"]) == "2025-08-01"
