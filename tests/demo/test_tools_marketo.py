"""What Marketo makes of the company's rows, each worked out by hand.

The company's clock is Asia/Tokyo: nine hours are taken off every instant.
"""

import pytest

from tests.demo.vendor_rows import all_rows, only, translated

_LEAD = {
    "ma_lead_id": "1000001",
    "created_at": "2025-04-01 09:00:00",
    "updated_at": "2025-04-01 09:00:00",
    "status": "sal",
    "is_opted_out": "false",
}
_LONG_ID = "00Q5i0000000012EAA"


def _touch(kind: str, at: str, **more: str) -> dict[str, str]:
    return {
        "touch_id": f"t-{kind}",
        "ma_lead_id": "1000001",
        "touch_type": kind,
        "occurred_at": at,
        **more,
    }


def test_a_touch_lies_in_the_table_of_its_kind_under_the_words_of_marketo() -> None:
    """10:00 in Tokyo is 01:00 UTC, and 08:30 is 23:30 of the day before."""
    files = translated(
        ma_touches=[
            _touch("email_open", "2026-03-01 08:30:00", campaign_id="1007"),
            _touch("email_click", "2026-03-01 10:00:00", campaign_id="1007"),
            _touch("enquiry", "2026-03-02 10:00:00"),
            _touch("pricing_view", "2026-03-03 10:00:00"),
            _touch("home_view", "2026-03-03 10:01:00"),
            _touch("seminar_attended", "2026-03-04 10:00:00", campaign_id="1009"),
        ]
    )
    opened = files["marketo/activity_open_email/2026-03"]
    assert only(opened, "id", "activity_date", "lead_id", "campaign_id") == [
        ("t-email_open", "2026-02-28 23:30:00", "1000001", "100701")
    ]
    clicked = files["marketo/activity_click_email/2026-03"]
    assert only(clicked, "activity_date") == [("2026-03-01 01:00:00",)]
    filled = files["marketo/activity_fill_out_form/2026-03"]
    assert only(filled, "id", "primary_attribute_value") == [
        ("t-enquiry", "お問い合わせ")
    ]
    visited = files["marketo/activity_visit_webpage/2026-03"]
    assert only(visited, "webpage_url") == [
        ("https://www.handoff-demo.example/pricing",),
        ("https://www.handoff-demo.example/",),
    ]
    stepped = files["marketo/activity_change_status_in_progression/2026-03"]
    assert only(stepped, "id", "program_id", "new_status") == [
        ("t-seminar_attended", "1009", "Attended")
    ]


def test_a_page_is_named_by_the_content_that_was_read() -> None:
    files = translated(
        ma_touches=[
            _touch("article_view", "2026-03-01 10:00:00", content_id="con-003"),
            _touch("whitepaper_download", "2026-03-01 11:00:00", content_id="con-004"),
        ],
        content_items=[
            {
                "content_id": "con-003",
                "content_type": "article",
                "url": "https://www.handoff-demo.example/content/003",
            },
            {
                "content_id": "con-004",
                "content_type": "whitepaper",
                "url": "https://www.handoff-demo.example/content/004",
            },
        ],
    )
    assert only(files["marketo/activity_visit_webpage/2026-03"], "webpage_url") == [
        ("https://www.handoff-demo.example/articles/003",)
    ]
    assert only(files["marketo/activity_fill_out_form/2026-03"], "referrer_url") == [
        ("https://www.handoff-demo.example/documents/004",)
    ]
    assert only(files["cms/content/2026-09"], "id", "url") == [
        ("con-003", "https://www.handoff-demo.example/articles/003"),
        ("con-004", "https://www.handoff-demo.example/documents/004"),
    ]


def test_a_touch_written_down_late_arrives_late_and_keeps_its_instant() -> None:
    """Marketo has no time of writing: only the file tells. What was written down after
    the last day (30 September) is in none."""
    files = translated(
        ma_touches=[
            _touch("chat", "2026-02-27 10:00:00", recorded_at="2026-03-02 09:00:00"),
            _touch("enquiry", "2026-09-30 10:00:00", recorded_at="2026-10-01 00:00:00"),
        ]
    )
    assert only(
        files["marketo/activity_fill_out_form/2026-03"], "id", "activity_date"
    ) == [("t-chat", "2026-02-27 01:00:00")]
    assert len(all_rows(files, "marketo/activity_fill_out_form")) == 1


def test_a_kind_of_touch_that_marketo_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="no activity for the touches fax_received"):
        translated(ma_touches=[_touch("fax_received", "2026-03-01 10:00:00")])


def test_who_came_is_one_step_and_who_registered_another() -> None:
    """The attended member is the touch of that instant; it lends it the program."""
    came = {"ma_lead_id": "1000001", "campaign_id": "1009"}
    files = translated(
        ma_touches=[_touch("seminar_attended", "2026-03-04 10:00:00")],
        campaign_members=[
            {**came, "status": "applied", "occurred_at": "2026-02-20 12:00:00"},
            {**came, "status": "attended", "occurred_at": "2026-03-04 10:00:00"},
        ],
    )
    steps = all_rows(files, "marketo/activity_change_status_in_progression")
    assert only(steps, "activity_date", "program_id", "new_status") == [
        ("2026-02-20 03:00:00", "1009", "Registered"),
        ("2026-03-04 01:00:00", "1009", "Attended"),
    ]


def test_a_lead_shows_its_status_in_the_words_of_marketo() -> None:
    """`sal` is Accepted; a label that nobody mapped stays as it is."""
    odd = {**_LEAD, "ma_lead_id": "1000002", "status": "要確認"}
    files = translated(ma_leads__2025_09=[_LEAD, odd])
    assert only(
        files["marketo/lead/2025-09"], "id", "created_at", "lead_status", "unsubscribed"
    ) == [
        ("1000001", "2025-04-01 00:00:00", "Accepted", False),
        ("1000002", "2025-04-01 00:00:00", "要確認", False),
    ]


def test_every_seventh_lead_shows_fifteen_characters_of_its_sales_id() -> None:
    """The last three characters only say which of the others are capitals."""
    leads = [
        {**_LEAD, "ma_lead_id": str(1_000_000 + nth), "sfa_record_id": _LONG_ID}
        for nth in range(1, 9)
    ]
    story = {**_LEAD, "ma_lead_id": "1000014", "sfa_record_id": "story-x-sfa"}
    files = translated(ma_leads__2025_09=[*leads, *leads[:5], story])
    shown = [row["sfdc_lead_id"] for row in files["marketo/lead/2025-09"]]
    assert shown[:8] == [*[_LONG_ID] * 6, "00Q5i0000000012", _LONG_ID]
    # The fourteenth is a story's id, which has no shorter form.
    assert shown[13] == "story-x-sfa"


def test_a_lead_that_became_a_contact_is_linked_as_one() -> None:
    contact = {
        "sfa_record_id": "0035i0000000001AAA",
        "record_type": "contact",
        "created_at": "2025-05-01 09:00:00",
    }
    linked = {**_LEAD, "sfa_record_id": contact["sfa_record_id"]}
    files = translated(ma_leads__2025_09=[linked], sfa_records__2025_09=[contact])
    assert only(files["marketo/lead/2025-09"], "sfdc_lead_id", "sfdc_contact_id") == [
        (None, "0035i0000000001AAA")
    ]


def test_a_deleted_lead_is_flagged_and_its_deletion_logged_once() -> None:
    deleted = {**_LEAD, "deleted_at": "2025-12-01 08:00:00"}
    files = translated(ma_leads__2026_03=[deleted], ma_leads__2026_09=[deleted])
    assert only(files["marketo/lead/2026-03"], "_fivetran_deleted") == [(True,)]
    logged = all_rows(files, "marketo/activity_delete_lead")
    assert only(logged, "lead_id", "activity_date") == [
        ("1000001", "2025-11-30 23:00:00")
    ]


def test_a_merge_names_the_losers_in_a_list() -> None:
    """Marketo's ids are numbers; a story's is text, so it stands in quotes."""
    merged = {"winner_id": "1000001", "merged_at": "2025-08-01 09:00:00"}
    files = translated(
        ma_merges=[
            {**merged, "loser_id": "1000007"},
            {**merged, "loser_id": "story-merge-chain"},
        ]
    )
    assert only(
        files["marketo/activity_merge_leads/2025-08"],
        "lead_id", "merge_ids", "activity_date",
    ) == [
        ("1000001", "[1000007]", "2025-08-01 00:00:00"),
        ("1000001", '["story-merge-chain"]', "2025-08-01 00:00:00"),
    ]  # fmt: skip


def test_changes_and_answers_are_changes_of_data_values() -> None:
    """A status change in Marketo's words; the answer of a form under its own name."""
    files = translated(
        ma_lead_changes=[
            {
                "change_id": "mc-1",
                "ma_lead_id": "1000001",
                "field": "status",
                "old_value": "lead",
                "new_value": "mql",
                "changed_at": "2025-06-01 10:00:00",
            },
            {
                "change_id": "mc-2",
                "ma_lead_id": "1000001",
                "field": "employees",
                "new_value": "60",
                "changed_at": "2025-06-01 11:00:00",
            },
        ],
        lead_attributes=[
            {
                "ma_lead_id": "1000001",
                "name": "timing",
                "value": "半年以内",
                "observed_at": "2025-06-02 10:00:00",
            }
        ],
    )
    assert only(
        files["marketo/activity_change_data_value/2025-06"],
        "id", "primary_attribute_value", "old_value", "new_value",
    ) == [
        ("mc-1", "Lead Status", "Prospect", "MQL"),
        ("mc-2", "Number of Employees", None, "60"),
        ("1000001-a-1", "timing", None, "半年以内"),
    ]  # fmt: skip
    described = files["marketo/lead_describe/2026-09"]
    assert ("leadStatus", "Lead Status") in only(described, "restname", "display_name")


def test_mail_done_to_a_lead_lies_in_a_table_an_event() -> None:
    mail = {
        "ma_lead_id": "1000001",
        "campaign_id": "1090",
        "email_template_id": "2003",
    }
    happened = ("sent", "delivered", "bounced", "unsubscribed")
    files = translated(
        mailings=[
            {
                **mail,
                "mailing_id": f"ml-{event}",
                "mailing_event": event,
                "occurred_at": "2025-07-01 10:00:00",
            }
            for event in happened
        ]
    )
    for event, table in zip(
        happened,
        ("send_email", "email_delivered", "email_bounced", "unsubscribe_email"),
        strict=True,
    ):
        rows = files[f"marketo/activity_{table}/2025-07"]
        assert only(rows, "id", "campaign_id", "email_template_id") == [
            (f"ml-{event}", "109001", "2003")
        ]
