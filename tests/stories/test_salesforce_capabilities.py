"""What Salesforce can say: what it delivered, and as of the day that is asked for."""

from datetime import date
from pathlib import Path

from tests.stories.building import build, company_settings, query, write_table
from tests.stories.salesforce_company import (
    build_salesforce_company,
    dispositions,
    records,
    utc,
)
from tests.stories.salesforce_people import deal, lead


def test_before_a_deletion_the_record_is_alive(tmp_path: Path) -> None:
    """At the end of March none of 2, 3 and 14 is deleted. Of 3 and 14 only versions
    written later were delivered: they were there, in a status that nobody knows."""
    database = build_salesforce_company(tmp_path, date(2026, 3, 31))
    ids = lead(2), lead(3), lead(14)
    assert records(database, "deleted_at, stage, updated_at", *ids) == {
        lead(2): (None, "lead", utc("03-02")),
        lead(3): (None, None, None),
        lead(14): (None, None, None),
    }
    # Deals are registered from April on; of the 15 rows one has an unknown stage.
    assert query(database, "select count(*) from facts.fct_opportunities") == [(0,)]
    assert dispositions(database, "opportunity")[("held", None)] == 14


def test_what_was_not_delivered_is_no_capability(tmp_path: Path) -> None:
    """Leads without a status, an event and deals, with states but no field history: the
    second state was lost on 05-01 at 10:00 whatever the day it was planned for."""
    raw = tmp_path / "raw"
    made = "2026-04-01 00:00:00"
    write_table(
        raw, "salesforce", "lead", "id,created_date,status", [(lead(1), made, "")]
    )
    write_table(
        raw,
        "salesforce",
        "event",
        "id,who_id,created_date,start_date_time",
        [("00U-1", lead(1), made, made)],
    )
    write_table(
        raw,
        "salesforce",
        "opportunity",
        "id,source_lead_c,stage_name,created_date,close_date",
        [(deal(1), lead(1), "Closed Lost", made, "2026-04-30 00:00:00")],
    )
    write_table(
        raw,
        "salesforce",
        "opportunity_history",
        "id,_fivetran_start,_fivetran_end,stage_name,amount",
        [
            (deal(1), made, "2026-05-01 09:59:59", "Proposal", "10"),
            (
                deal(1),
                "2026-05-01 10:00:00",
                "2026-05-20 00:00:00",
                "Closed Lost",
                "10",
            ),
        ],
    )
    database = build(
        company_settings(
            raw, tmp_path / "home", sources=["salesforce"], as_of=date(2026, 6, 30)
        )
    )
    assert query(
        database,
        "select signal, observed_from from intermediate.int_port_capabilities"
        " order by 1",
    ) == [
        ("meeting_outcome", utc("04-01")),
        ("opportunity_created", utc("04-01")),
        ("opportunity_lost", utc("04-01")),
        ("opportunity_won", utc("04-01")),
    ]
    assert query(
        database, "select lost_at from intermediate.int_port_opportunities"
    ) == [(utc("05-01", "10:00"),)]
    assert query(
        database,
        "select field, old_value, new_value"
        " from intermediate.int_port_opportunity_changes",
    ) == [("stage", "Proposal", "Closed Lost")]


def test_capabilities_begin_with_the_first_thing_recorded(
    salesforce_build: Path,
) -> None:
    """Contact 6 was made on 01-01, the oldest lead with a status on 03-01; the first
    thing done is task 1, at 01:00 on 03-05."""
    assert query(
        salesforce_build,
        "select signal, observed_from from intermediate.int_port_capabilities"
        " order by 1",
    ) == [
        ("call_outcome", utc("03-05", "01:00")),
        ("declared_stage", utc("03-01")),
        ("meeting_outcome", utc("03-05", "01:00")),
        ("opportunity_created", utc("01-01")),
        ("opportunity_lost", utc("01-01")),
        ("opportunity_won", utc("01-01")),
        ("sfa_field", utc("01-01")),
        ("sfa_status", utc("03-01")),
    ]
