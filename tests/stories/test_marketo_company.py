"""What Marketo delivers, forgets, merges and deletes, worked out by hand.

The rows stand in marketo_company.py.
"""

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from orchestration import steps
from orchestration.progress import Progress
from tests.stories.building import build, company_settings, query, write_table
from tests.stories.marketo_company import (
    AS_OF,
    FIRST_DELIVERY,
    SECOND_DELIVERY,
    instant,
    write_first_delivery,
    write_second_delivery,
)


def at(day: str, hour: int = 0) -> datetime:
    """An instant of 2026 (`MM-DD`) as tables hold it."""
    month, number = day.split("-")
    return datetime(2026, int(month), int(number), hour)


def dispositions(database: Path, table: str) -> dict[tuple[str, str | None], int]:
    """Live rows of a landed table by disposition and reason code."""
    rows = query(
        database,
        "select disposition, reason_code, sum(row_count)"
        " from intermediate.int_port_dispositions"
        " where source = 'marketo' and table_name = ? group by 1, 2",
        table,
    )
    return {(what, why): int(count) for what, why, count in rows}


@pytest.fixture(scope="module")
def two_deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database after both deliveries."""
    folder = tmp_path_factory.mktemp("marketo")
    settings = company_settings(
        folder / "raw", folder / "home", sources=["marketo"], as_of=AS_OF
    )
    write_first_delivery(folder / "raw")
    first = replace(settings, as_of=None)
    steps.land(first, Progress(stream=io.StringIO()), FIRST_DELIVERY)
    write_second_delivery(folder / "raw")
    return build(settings, now=SECOND_DELIVERY)


def test_merges_make_one_person_in_any_number_of_steps(two_deliveries: Path) -> None:
    """103 into 102 into 101, 120 and 121 at once; 107 only after the as-of.

    109 and 110 are unknown, 108 is not made yet.
    """
    found = query(
        two_deliveries,
        "select string_agg(source_record_id, ' ' order by source_record_id)"
        " from dimensions.dim_lead_sources group by lead_id order by 1",
    )
    assert found == [("101 102 103 120 121",), *[(f"10{n}",) for n in (4, 5, 6, 7)],
                     ("111",), ("112",)]  # fmt: skip
    assert query(
        two_deliveries,
        "select loser_id, winner_id, merged_at from intermediate.int_port_merges"
        " order by 1",
    ) == [
        ("102", "101", at("03-10")),
        ("103", "102", at("01-15")),
        ("120", "101", at("03-15")),
        ("121", "101", at("03-15")),
    ]


def test_what_a_loser_did_counts_for_the_winner(two_deliveries: Path) -> None:
    """103 was never delivered, and its enquiry (80 points) makes 101 an MQL.

    101 declared itself MQL on 01-20, which only the first delivery says, and SAL on
    03-12, which only the second one does.
    """
    cycles = query(
        two_deliveries,
        "select mql_at, sal_at from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = '101'",
    )
    assert cycles == [(at("01-12", 1), at("03-12"))]
    claims = query(
        two_deliveries,
        "select stage, ma_at from facts.fct_stage_agreement"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = '101' and stage in ('mql', 'sal') order by 1",
    )
    assert claims == [("mql", at("01-20")), ("sal", at("03-12"))]


def test_a_status_that_never_changed_is_as_old_as_the_history_of_others(
    two_deliveries: Path,
) -> None:
    """112, made on 01-06 and last written on 01-30, shows MQL. The first change told of
    is 101's of 01-08: MQL since then at the latest, and no rule made it one."""
    assert query(
        two_deliveries,
        "select ma_at, defined_at, verdict from facts.fct_stage_agreement"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = '112' and stage = 'mql'",
    ) == [(at("01-08"), None, "declared but not qualified")]


def test_deletions_are_those_of_the_log_and_else_the_flag(
    two_deliveries: Path,
) -> None:
    """The flag has no instant of its own: 105's last known change stands for it."""
    assert query(
        two_deliveries,
        "select source_record_id, deleted_at from intermediate.int_port_leads"
        " order by 1",
    ) == [
        ("101", None),
        ("102", None),
        ("104", at("02-10")),
        ("105", at("01-06")),
        ("106", None),
        ("107", None),
        ("111", None),
        ("112", None),
    ]


def test_every_row_of_a_lead_has_one_fate(two_deliveries: Path) -> None:
    """8 and 5 rows: 101, 102, 106, 107, 112 used; the older ones of 101, 105, 106, 107
    superseded; 104 and 105 deleted; 108 not made yet; 111's status refused.

    Deletions: 104 and 107 used, 106 later than the as-of, 999 unknown.
    """
    assert dispositions(two_deliveries, "lead") == {
        ("accepted", None): 5,
        ("superseded", None): 4,
        ("tombstone", None): 2,
        ("held", None): 1,
        ("quarantined", "UNKNOWN_STATUS"): 1,
    }
    assert dispositions(two_deliveries, "activity_delete_lead") == {
        ("accepted", None): 2,
        ("held", None): 1,
        ("held", "UNKNOWN_RECORD"): 1,
    }


def test_merges_into_unknown_leads_wait(two_deliveries: Path) -> None:
    """9301, 9302 and 9304 used; 9305 is later; 109 is unknown, so 110's form waits."""
    assert dispositions(two_deliveries, "activity_merge_leads") == {
        ("accepted", None): 3,
        ("held", None): 1,
        ("held", "UNKNOWN_RECORD"): 1,
    }
    assert dispositions(two_deliveries, "activity_fill_out_form") == {
        ("accepted", None): 3,
        ("held", "UNKNOWN_RECORD"): 1,
    }


def test_changes_are_read_by_display_and_by_rest_name(two_deliveries: Path) -> None:
    """The book has no `num employees`, only the REST name that lead_describe gives it.

    Of the 11 changes of values 9004 has the same second as 9005, 9006 is of an unknown
    lead, 9007 says an unknown status, 9102 is later than the as-of.
    """
    assert query(
        two_deliveries,
        "select change_id, source_record_id, field, old_value, new_value, changed_at"
        " from intermediate.int_port_lead_changes order by 1",
    ) == [
        ("9001", "101", "stage", "lead", "lead", at("01-08")),
        ("9002", "101", "stage", "lead", "mql", at("01-20")),
        ("9003", "101", "employees", None, "120", at("01-09")),
        ("9101", "101", "stage", "mql", "sal", at("03-12")),
        ("9103", "107", "stage", "lead", "lead", at("02-20")),
        ("9104", "102", "stage", "lead", "lead", at("01-25")),
        ("score:9201", "101", "score", "0", "80", at("01-12")),
    ]
    assert dispositions(two_deliveries, "activity_change_data_value") == {
        ("accepted", None): 7,
        ("superseded", None): 1,
        ("held", None): 1,
        ("held", "UNKNOWN_RECORD"): 1,
        ("quarantined", "UNKNOWN_STATUS"): 1,
    }


def test_fields_without_a_word_are_attributes(two_deliveries: Path) -> None:
    """Under the REST name, or the display name where lead_describe does not give it."""
    assert query(
        two_deliveries,
        "select source_record_id, attribute, value, observed_at"
        " from intermediate.int_port_lead_attributes order by 2",
    ) == [
        ("101", "demographic score", "5", at("01-12")),
        ("101", "interest__c", "demo", at("01-10")),
    ]


def test_touches_are_worded_by_the_book(two_deliveries: Path) -> None:
    """A word without a row stays as it is; a program's status is a touch if mapped.

    Campaigns are programs: 501 belongs to 2002, 502 to none, 777 was not delivered.
    """
    assert query(
        two_deliveries,
        "select touch_id, touch_type, campaign_id from intermediate.int_port_touches"
        " order by 1",
    ) == [
        ("9501", "enquiry", "2002"),
        ("9502", "enquiry", "2002"),
        ("9503", "form:カタログ請求", None),
        ("9504", "chat", None),
        ("9511", "pricing_view", None),
        ("9512", "home_view", None),
        ("9513", "case_study_view", None),
        ("9514", "page:(none)", None),
        ("9515", "page:blog", None),
        ("9516", "page:料金", None),
        ("9517", "page:%zz", None),
        ("9518", "home_view", None),
        ("9521", "email_open", None),
        ("9531", "email_click", "2002"),
        ("9542", "seminar_attended", "2001"),
    ]


def test_registering_is_a_membership_and_no_touch(two_deliveries: Path) -> None:
    """Registered and Applied of one second are one status; `no show` has no word."""
    assert query(
        two_deliveries,
        "select campaign_id, object, source_record_id, status, occurred_at"
        " from intermediate.int_port_campaign_members order by 5",
    ) == [
        ("2001", "ma_lead", "101", "applied", at("01-09")),
        ("2001", "ma_lead", "101", "attended", at("01-16")),
        ("2001", "ma_lead", "101", "no show", at("01-22")),
    ]


def test_a_program_starts_on_the_company_s_day(two_deliveries: Path) -> None:
    """01-15 15:30 UTC is 01-16 in Tokyo; midnight is how a bare day arrives."""
    assert query(
        two_deliveries,
        "select campaign_id, channel, started_on, ended_on"
        " from intermediate.int_port_campaigns order by 1",
    ) == [
        ("2001", "Webinar", date(2026, 1, 16), date(2026, 1, 17)),
        ("2002", "Website", None, None),
    ]


def test_mail_that_was_skipped_was_not_sent(two_deliveries: Path) -> None:
    """9602 is skipped; 9604 goes to an unknown lead and is held."""
    assert query(
        two_deliveries,
        "select mailing_id, source_record_id, mailing_event, campaign_id"
        " from intermediate.int_port_mailings order by 1",
    ) == [
        ("9601", "101", "sent", "2002"),
        ("9603", "102", "sent", "2002"),
        ("9604", "999", "sent", "2002"),
        ("9611", "101", "delivered", "2002"),
        ("9621", "102", "bounced", "2002"),
        ("9631", "101", "unsubscribed", "2002"),
    ]
    assert dispositions(two_deliveries, "activity_send_email") == {
        ("accepted", None): 3,
        ("held", "UNKNOWN_RECORD"): 1,
    }


def test_every_landed_row_is_accounted_for(two_deliveries: Path) -> None:
    """All tables but email_template_history were delivered: 18 less 1."""
    rows = query(
        two_deliveries,
        "select table_name, physical_records, accepted + quarantined + superseded"
        " + exact_duplicates + tombstones + held"
        " from intermediate.int_row_accounting where batches > 0",
    )
    assert len(rows) == 17
    assert [row for row in rows if row[1] != row[2]] == []


@pytest.fixture(scope="module")
def plain_tool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of a tool that delivers leads, opened mail and bare changes."""
    folder = tmp_path_factory.mktemp("plain")
    for table, columns, rows in (
        (
            "lead",
            "id,created_at,updated_at,lead_status",
            [("201", instant("01-10"), instant("02-01"), "Accepted")],
        ),
        (
            "activity_open_email",
            "id,lead_id,activity_date",
            [("1", "201", instant("01-11"))],
        ),
        (
            "activity_change_data_value",
            "id,lead_id,activity_date,primary_attribute_value,old_value,new_value",
            [
                ("2", "201", instant("01-12"), "Number of Employees", "", "60"),
                ("3", "201", instant("01-12"), "Num Employees", "", "70"),
            ],
        ),
    ):
        write_table(folder / "raw", "marketo", table, columns, rows)
    return build(
        company_settings(
            folder / "raw", folder / "home", sources=["marketo"], as_of=AS_OF
        )
    )


def test_without_lead_describe_the_display_name_is_the_word(plain_tool: Path) -> None:
    assert query(
        plain_tool,
        "select field, new_value from intermediate.int_port_lead_changes",
    ) == [("employees", "60")]
    assert query(
        plain_tool,
        "select attribute, value from intermediate.int_port_lead_attributes",
    ) == [("num employees", "70")]


def test_a_tool_can_say_what_it_delivered_and_no_more(plain_tool: Path) -> None:
    """One status (201 since it was made) and opened mail: no score, for no form, page
    or programme was delivered that could make a lead one."""
    assert query(
        plain_tool,
        "select signal, signal_argument, observed_from"
        " from intermediate.int_port_capabilities order by 1, 2",
    ) == [
        ("attribute", None, at("01-10")),
        ("declared_stage", "sal", at("01-10")),
        ("ma_status", "sal", at("01-10")),
        ("touch", "email_open", at("01-11")),
    ]


def test_a_tool_without_history_dates_its_status_by_the_record(
    plain_tool: Path,
) -> None:
    """201 was last written on 02-01 and shows Accepted."""
    assert query(
        plain_tool, "select ma_at from facts.fct_stage_agreement where stage = 'sal'"
    ) == [(at("02-01"),)]
