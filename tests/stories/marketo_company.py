"""A Marketo company in two deliveries, as its connector lands it.

The first delivery is of 2026-02-01, the second of 2026-04-10; the run is as of
2026-03-31. Marketo forgets changes after 90 days, so the second delivery has none of
the first one's, while records come again where they changed. All instants are UTC.

| lead    | what is special                                                          |
|---------|--------------------------------------------------------------------------|
| 101     | the one that stays: 102 went into it on 03-10, 103 into 102 on 01-15,    |
|         | 120 and 121 in one merge on 03-15; 103, 120 and 121 were never delivered |
| 104     | deleted by the log on 02-10, its row never came again                    |
| 105     | deleted by the connector's flag alone, all else as before                |
| 106     | flagged, but the log dates the deletion after the as-of                  |
| 107     | deleted on 02-01 and changed again on 02-20: it lives. Merged into 101   |
|         | on 04-04, after the as-of                                                |
| 108     | made after the as-of                                                     |
| 109     | never delivered; 110, unknown too, went into it                          |
| 111     | a status that the book has no word for                                   |
| 112     | shows MQL without any change that would date it                          |
| 999     | in activities only                                                       |
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.stories.building import write_table

AS_OF = date(2026, 3, 31)
FIRST_DELIVERY = datetime(2026, 2, 1, tzinfo=UTC)
SECOND_DELIVERY = datetime(2026, 4, 10, tzinfo=UTC)

_LEAD = "id,created_at,updated_at,lead_status,_fivetran_deleted"
_CHANGE = "id,lead_id,activity_date,primary_attribute_value,old_value,new_value"
_MAIL = "id,lead_id,activity_date,campaign_id,email_template_id"

Rows = Sequence[Sequence[Any]]


def instant(day: str, time: str = "00:00:00") -> str:
    """An instant of 2026 (`MM-DD`) as the connector writes it."""
    return f"2026-{day} {time}.000"


def write_first_delivery(raw: Path) -> None:
    """Write the raw files of 2026-02-01."""
    _leads(
        raw,
        [
            ("101", "01-05", "01-20", "MQL", "FALSE"),
            ("102", "01-06", "01-06", "New", "FALSE"),
            ("104", "01-06", "01-06", "New", "FALSE"),
            ("105", "01-06", "01-06", "New", "FALSE"),
            ("106", "01-06", "01-06", "New", "FALSE"),
            ("107", "01-06", "01-06", "New", "FALSE"),
            ("111", "01-06", "01-06", "Zombie", "FALSE"),
            ("112", "01-06", "01-30", "MQL", "FALSE"),
        ],
    )
    _write(
        raw,
        "lead_describe",
        "restname,display_name,data_type",
        [
            ("leadStatus", "Lead Status", "string"),
            ("numberOfEmployees", "Num Employees", "integer"),
            ("Interest__c", "Interest", "string"),
        ],
    )
    _write(
        raw,
        "activity_change_data_value",
        _CHANGE,
        [
            ("9001", "101", instant("01-08"), "Lead Status", "New", "Prospect"),
            ("9002", "101", instant("01-20"), "Lead Status", "Prospect", "MQL"),
            ("9003", "101", instant("01-09"), "Num Employees", "", "120"),
            # Two values of one second: the id tells which came last.
            ("9004", "101", instant("01-10"), "Interest", "", "pricing"),
            ("9005", "101", instant("01-10"), "Interest", "pricing", "demo"),
            ("9006", "999", instant("01-10"), "Lead Status", "New", "Prospect"),
            ("9007", "101", instant("01-11"), "Lead Status", "Prospect", "Zombie"),
        ],
    )
    _write(
        raw,
        "activity_change_score",
        _CHANGE,
        [
            ("9201", "101", instant("01-12"), "Lead Score", "0", "80"),
            ("9202", "101", instant("01-12"), "Demographic Score", "0", "5"),
        ],
    )
    _merges(raw, [("9301", "102", "01-15", "[103]")])
    _write_touches(raw)
    _write_mailings(raw)


def write_second_delivery(raw: Path) -> None:
    """Write the raw files of 2026-04-10 over those of the first delivery."""
    _leads(
        raw,
        [
            ("101", "01-05", "03-12", "Accepted", "FALSE"),
            ("105", "01-06", "01-06", "New", "TRUE"),
            ("106", "01-06", "01-06", "New", "TRUE"),
            ("107", "01-06", "02-20", "Prospect", "FALSE"),
            ("108", "04-02", "04-02", "New", "FALSE"),
        ],
    )
    _write(
        raw,
        "activity_change_data_value",
        _CHANGE,
        [
            ("9101", "101", instant("03-12"), "Lead Status", "MQL", "Accepted"),
            ("9102", "101", instant("04-03"), "Lead Status", "Accepted", "Lost"),
            ("9103", "107", instant("02-20"), "Lead Status", "New", "Prospect"),
            # Happened in January, delivered in April.
            ("9104", "102", instant("01-25"), "Lead Status", "New", "Prospect"),
        ],
    )
    _merges(
        raw,
        [
            ("9302", "101", "03-10", "[102]"),
            ("9303", "109", "03-11", "[110]"),
            ("9304", "101", "03-15", "[120, 121]"),
            ("9305", "101", "04-04", "[107]"),
        ],
    )
    _write(
        raw,
        "activity_delete_lead",
        "id,lead_id,activity_date",
        [
            ("9401", "104", instant("02-10")),
            ("9402", "106", instant("04-05")),
            ("9403", "107", instant("02-01")),
            ("9404", "999", instant("02-01")),
        ],
    )


def _write(raw: Path, table: str, columns: str, rows: Rows) -> None:
    write_table(raw, "marketo", table, columns, rows)


def _leads(raw: Path, rows: Rows) -> None:
    _write(
        raw,
        "lead",
        _LEAD,
        [
            (lead, instant(created), instant(updated), *rest)
            for lead, created, updated, *rest in rows
        ],
    )


def _merges(raw: Path, rows: Rows) -> None:
    _write(
        raw,
        "activity_merge_leads",
        "id,lead_id,activity_date,merge_ids",
        [(one, winner, instant(day), losers) for one, winner, day, losers in rows],
    )


def _write_touches(raw: Path) -> None:
    _write(
        raw,
        "activity_fill_out_form",
        "id,lead_id,activity_date,primary_attribute_value,campaign_id,referrer_url",
        [
            ("9501", "103", instant("01-12", "01:00:00"), "お問い合わせ", "501",
             "https://firm.example/contact"),
            ("9502", "110", instant("01-12"), "お問い合わせ", "501", ""),
            ("9503", "101", instant("01-13"), "カタログ請求", "502", ""),
            ("9504", "121", instant("01-14"), "チャット", "777", ""),
        ],
    )  # fmt: skip
    _write(
        raw,
        "activity_visit_webpage",
        "id,lead_id,activity_date,webpage_url,primary_attribute_value",
        [
            ("9511", "101", instant("01-13"),
             "https://www.firm.example/pricing/plans?a=/cases", ""),
            ("9512", "101", instant("01-13"), "", "www.firm.example"),
            ("9513", "101", instant("01-13"), "/Cases/acme", ""),
            ("9514", "101", instant("01-13"), "", ""),
            ("9515", "101", instant("01-13"), "https://firm.example/blog", ""),
            # 料金, percent-encoded, and an encoding that is none.
            ("9516", "101", instant("01-13"), "//firm.example/%E6%96%99%E9%87%91/", ""),
            ("9517", "101", instant("01-13"), "https://firm.example/%ZZ", ""),
            ("9518", "101", instant("01-13"), "https://firm.example?to=/pricing", ""),
        ],
    )  # fmt: skip
    _write(
        raw,
        "activity_open_email",
        _MAIL,
        [("9521", "102", instant("01-07"), "777", "31")],
    )
    _write(
        raw,
        "activity_click_email",
        f"{_MAIL},link",
        [("9531", "102", instant("01-07"), "501", "31", "https://firm.example/cases")],
    )
    _write(
        raw,
        "activity_change_status_in_progression",
        "id,lead_id,activity_date,program_id,new_status",
        [
            ("9541", "101", instant("01-09"), "2001", "Registered"),
            ("9542", "101", instant("01-16"), "2001", "Attended"),
            ("9543", "101", instant("01-09"), "2001", "Applied"),
            ("9544", "101", instant("01-22"), "2001", "No Show"),
        ],
    )
    _write(
        raw,
        "program",
        "id,name,channel,persona,appeal,start_date,end_date,updated_at",
        [
            ("2001", "Seminar", "Webinar", "buyer", "cost",
             instant("01-15", "15:30:00"), instant("01-17"), instant("01-02")),
            ("2002", "Contact", "Website", "", "", "", "", instant("01-02")),
        ],
    )  # fmt: skip
    _write(
        raw,
        "campaign",
        "id,name,program_id,updated_at",
        [
            ("501", "Contact form", "2002", instant("01-02")),
            ("502", "Alert sales", "", instant("01-02")),
        ],
    )


def _write_mailings(raw: Path) -> None:
    _write(
        raw,
        "activity_send_email",
        f"{_MAIL},action_result",
        [
            ("9601", "101", instant("01-07"), "501", "31", "succeeded"),
            ("9602", "101", instant("01-21"), "501", "31", "skipped"),
            ("9603", "102", instant("01-07"), "501", "31", ""),
            ("9604", "999", instant("01-07"), "501", "31", ""),
        ],
    )
    for table, row in (
        ("activity_email_delivered", ("9611", "101", instant("01-07"), "501", "31")),
        ("activity_email_bounced", ("9621", "102", instant("01-07"), "501", "31")),
        ("activity_unsubscribe_email", ("9631", "101", instant("01-23"), "501", "31")),
    ):
        _write(raw, table, _MAIL, [row])
