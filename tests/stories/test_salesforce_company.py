"""Leads and contacts of Salesforce: deleted, converted, merged, entered pre-stamped."""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.salesforce_company import dispositions, records, utc
from tests.stories.salesforce_people import (
    ABE,
    MAKI,
    ROBOT,
    SATO,
    contact,
    lead,
)


def test_a_deleted_record_was_deleted_when_it_was_last_alive_no_more(
    salesforce_build: Path,
) -> None:
    """2 is written again after its deletion, 3 comes back, 14 has no system stamp;
    of 16 the connector turned the flag and left the stamp: the later delivery holds."""
    ids = lead(2), lead(3), lead(14), lead(16)
    assert records(salesforce_build, "deleted_at", *ids) == {
        lead(2): (utc("04-01"),),
        lead(3): (None,),
        lead(14): (utc("04-02"),),
        lead(16): (utc("03-04"),),
    }


def test_a_conversion_has_an_instant_though_the_record_shows_a_day(
    salesforce_build: Path,
) -> None:
    """4 by its history; 5 by its contact, made at 16:00 on the 12th, which is 01:00 of
    the 13th in Tokyo; 6 by the day, which begins at 15:00 on the 12th, for its contact
    is older; 7 was made on that day at 02:00, later than the day began."""
    ids = [lead(number) for number in (1, 4, 5, 6, 7)]
    found = records(salesforce_build, "converted_at, converted_contact_id", *ids)
    assert found == {
        lead(1): (None, None),
        lead(4): (utc("03-10", "05:30"), contact(4)),
        lead(5): (utc("03-12", "16:00"), contact(5)),
        lead(6): (utc("03-12", "15:00"), contact(6)),
        lead(7): (utc("03-13", "02:00"), contact(7)),
    }


def test_a_new_owner_counts_once_and_a_row_taken_back_not_at_all(
    salesforce_build: Path,
) -> None:
    """Of the change to Sato the row with ids stays. Parked is the word of no stage, the
    change to Nurture was taken back, the one of August is still to come."""
    assert query(
        salesforce_build,
        "select field, old_value, new_value, changed_by, changed_at"
        " from intermediate.int_port_record_changes where source_record_id = ?"
        " order by changed_at, field",
        lead(1),
    ) == [
        ("owner_id", MAKI, SATO, SATO, utc("03-05")),
        ("stage", "lead", "sal", SATO, utc("03-05")),
        ("owner_id", "Sato", "Night queue", SATO, utc("03-06")),
        ("region__c", None, "East", SATO, utc("03-06")),
        ("stage", "sal", "sql", SATO, utc("03-20")),
    ]


def test_history_deleted_with_its_lead_still_happened(salesforce_build: Path) -> None:
    assert query(
        salesforce_build,
        "select new_value, changed_at from intermediate.int_port_record_changes"
        " where source_record_id = ?",
        lead(2),
    ) == [("sal", utc("03-08"))]


def test_states_of_a_contact_that_follow_each_other_are_changes(
    salesforce_build: Path,
) -> None:
    """The first state came again with its end: it is one state, and no change."""
    assert query(
        salesforce_build,
        "select field, old_value, new_value, changed_by, changed_at"
        " from intermediate.int_port_record_changes where source_record_id = ?"
        " order by field",
        contact(4),
    ) == [
        ("owner_id", SATO, ABE, SATO, utc("03-25")),
        ("stage", "sal", "sql", SATO, utc("03-25")),
    ]


def cycle(database: Path, native_id: str, columns: str) -> list[tuple[Any, ...]]:
    return query(
        database,
        f"select cycle_number, {columns} from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? order by 1",
        native_id,
    )


def test_a_person_goes_on_as_a_contact(salesforce_build: Path) -> None:
    """Accepted as a lead on 03-06, qualified as a contact on 03-25: one cycle."""
    expected = [(1, utc("03-06"), utc("03-25"))]
    assert cycle(salesforce_build, lead(4), "sal_at, sql_at") == expected
    assert cycle(salesforce_build, contact(4), "sal_at, sql_at") == expected


def test_a_losers_history_belongs_to_the_winner_of_the_winner(
    salesforce_build: Path,
) -> None:
    """8 was accepted on 03-07, then merged into 9 and with it into 10."""
    assert cycle(salesforce_build, lead(10), "sal_at") == [(1, utc("03-07"))]
    assert query(
        salesforce_build,
        "select object, loser_id, winner_id, merged_at"
        " from intermediate.int_port_merges order by merged_at",
    ) == [
        ("sfa_record", lead(8), lead(9), utc("03-15")),
        ("sfa_record", lead(9), lead(10), utc("03-18")),
        ("sfa_record", lead(17), lead(13), utc("04-01")),
    ]
    assert query(
        salesforce_build,
        "select count(distinct lead_id) from dimensions.dim_lead_sources"
        " where source_record_id in (?, ?, ?)",
        lead(8),
        lead(9),
        lead(10),
    ) == [(1,)]


def test_a_lead_that_enters_with_its_status_has_it_since_it_was_made(
    salesforce_build: Path,
) -> None:
    """The first change of any lead is of 03-05: 18, made before, was accepted by then
    whatever was edited in May, and 19, made after, when it was made."""
    assert cycle(salesforce_build, lead(11), "sal_at") == [(1, utc("03-04"))]
    assert cycle(salesforce_build, lead(18), "sal_at") == [(1, utc("03-05"))]
    assert cycle(salesforce_build, lead(19), "sal_at") == [(1, utc("03-06"))]


def test_a_status_that_nobody_mapped_hides_no_person(salesforce_build: Path) -> None:
    """12 is there without a stage; 17, once accepted, was deleted as Junk."""
    found = records(salesforce_build, "stage, deleted_at", lead(12), lead(17))
    assert found == {lead(12): (None, None), lead(17): (None, utc("04-01"))}


def test_what_becomes_of_every_row_about_people(salesforce_build: Path) -> None:
    """lead: 24 rows; superseded 2 of lead 2 and 1 of 3, 16 and 17 each, tombstones 2,
    8, 9, 14 and 16, a status refused of 12 and 17, held 15, so 11 stay.
    lead_history: 14 rows; the owner's name superseded, Nurture taken back, Parked
    refused, 99 unknown, August held, so 9 stay.
    contact_history: 4 rows; the first state superseded, 99 unknown.
    """
    assert dispositions(salesforce_build, "lead") == {
        ("accepted", None): 11,
        ("superseded", None): 5,
        ("tombstone", None): 5,
        ("held", None): 1,
        ("quarantined", "UNKNOWN_STATUS"): 2,
    }
    assert dispositions(salesforce_build, "lead_history") == {
        ("accepted", None): 9,
        ("superseded", None): 1,
        ("tombstone", None): 1,
        ("held", None): 1,
        ("held", "UNKNOWN_RECORD"): 1,
        ("quarantined", "UNKNOWN_STATUS"): 1,
    }
    assert dispositions(salesforce_build, "contact_history") == {
        ("accepted", None): 2,
        ("superseded", None): 1,
        ("held", "UNKNOWN_RECORD"): 1,
    }


def test_users_have_the_team_of_their_role_also_when_they_are_gone(
    salesforce_build: Path,
) -> None:
    """Rookies is no word of the book and stays as it is written."""
    assert query(
        salesforce_build,
        "select user_id, team, is_active from intermediate.int_port_users order by 1",
    ) == [
        (MAKI, "marketing", True),
        (SATO, "inside_sales", True),
        (ABE, "rookies", False),
        (ROBOT, None, True),
    ]


def test_accounts_have_the_domain_of_their_site(salesforce_build: Path) -> None:
    assert query(
        salesforce_build,
        "select account_id, domain from intermediate.int_port_accounts order by 1",
    ) == [("001-1", "firm.example"), ("001-3", None)]


@pytest.mark.parametrize("table", ["account", "user", "user_role"])
def test_the_newest_version_counts_once(salesforce_build: Path, table: str) -> None:
    """One account and one user of the four were deleted; no row came twice."""
    found = dispositions(salesforce_build, table)
    assert (
        found
        == {
            "account": {("accepted", None): 2, ("tombstone", None): 1},
            "user": {("accepted", None): 3, ("tombstone", None): 1},
            "user_role": {("accepted", None): 3},
        }[table]
    )
