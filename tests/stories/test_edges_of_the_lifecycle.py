"""What a lead is by the day it is acquired, and what two records say in one second.

The second definition of a lead is in force from 2026-02-10, the first of lost from
03-01: no rule reads what was lost before. Times are Tokyo's.

| person | acquired | what its records say |
|---|---|---|
| first | 01-10 00:00:00 | - |
| last | 02-09 23:59:59 | - |
| second | 02-10 00:00:00 | - |
| twins | 02-01 | both records were recycled on 03-01 10:00:00, the contact by C900 |
| unread | 02-01 | MQL, which no rule reads, on 02-03; recycled on 02-10, MQL again |
| emptied | 02-01 | its status was emptied on 01-05, which says nothing of it |
| gone | 02-01 | one deal was lost on 02-10, the other on 03-10 |
| again | 02-01 | the same, but the first was reopened on 02-20 |
"""

from pathlib import Path

import pytest

from tests.book.book_copies import DEFINITIONS, BookCopy
from tests.stories.building import broken_contracts, query, users_by_key
from tests.stories.exports_rows import ExportsRows, utc

PEOPLE = " join dimensions.dim_lead_sources using (lead_id) where object = 'ma_lead'"


@pytest.fixture(scope="module")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edges")
    book = BookCopy.of_default(folder / "book")
    book.add(
        DEFINITIONS,
        "lead_v1",
        definition_id="lead_v2",
        version="2",
        valid_from="2026-02-10",
    )
    book.change(DEFINITIONS, "lead_v1", valid_to="2026-02-10")
    book.change(DEFINITIONS, "lost_v1", valid_from="2026-03-01")
    rows = ExportsRows()
    rows.person("first", "01-10")
    rows.person("last", "02-09 23:59:59")
    rows.person("second", "02-10")
    rows.person("twins", sfa={"converted_contact_id": "K-twins"})
    rows.sfa_record("K-twins", record_type="contact")
    # The ids of users are those of somebody's records, too.
    for change, record, user in (
        ("C900", "K-twins", "S-first"),
        ("C901", "S-twins", "S-second"),
    ):
        rows.add(
            "sfa_record_changes",
            change_id=change,
            sfa_record_id=record,
            field="status",
            new_value="recycled",
            changed_by=user,
            changed_at="03-01 10:00",
        )
    rows.person("unread")
    for stage, day in (("mql", "02-03"), ("recycled", "02-10"), ("mql", "02-11")):
        rows.sfa_says("unread", stage, day)
    rows.person("emptied")
    rows.sfa_says("emptied", "", "01-05")
    for name, turns in (
        ("gone", [("lost", "02-10")]),
        ("again", [("lost", "02-10"), ("proposal", "02-20")]),
    ):
        rows.person(name)
        rows.deal(
            name, f"{name}-1", turns[-1][0], created_at="02-05", closed_at="02-10"
        )
        for stage, day in turns:
            rows.deal_says(f"{name}-1", stage, day)
        rows.deal(name, f"{name}-2", "lost", created_at="02-05", closed_at="03-10")
    return rows.build(folder, book=book.folder)


def test_a_lead_is_one_by_the_definition_of_its_day(edges: Path) -> None:
    found = query(
        edges,
        "select source_record_id, definition_id, entered_at, is_adoption"
        f" from facts.fct_stage_entries {PEOPLE} and stage = 'lead' order by 1",
    )
    assert found == [
        ("again", "lead_v1", utc("02-01"), False),
        ("emptied", "lead_v1", utc("02-01"), False),
        ("first", "lead_v1", utc("01-10"), False),
        ("gone", "lead_v1", utc("02-01"), False),
        ("last", "lead_v1", utc("02-09 23:59:59"), False),
        ("second", "lead_v2", utc("02-10"), False),
        ("twins", "lead_v1", utc("02-01"), False),
        ("unread", "lead_v1", utc("02-01"), False),
    ]


def test_of_two_exits_of_one_second_the_first_id_counts(edges: Path) -> None:
    found = query(
        edges,
        f"select actor_id, effect, effect_reason from facts.fct_stage_events {PEOPLE}"
        " and stage = 'recycled' and source_record_id = 'twins' order by event_number",
    )
    users = users_by_key(edges)
    assert [(users[row[0]], *row[1:]) for row in found] == [
        ("S-first", "entered", None),
        ("S-second", "no effect", "another exit of the second"),
    ]


def test_only_an_exit_is_undone(edges: Path) -> None:
    found = query(
        edges,
        "select stage, effect, effect_reason, undone_at"
        f" from facts.fct_stage_events {PEOPLE}"
        " and stage != 'lead' and source_record_id = 'unread' order by event_number",
    )
    assert found == [
        ("mql", "no effect", "no rule reads it", None),
        ("recycled", "cancelled", "taken back", utc("02-11")),
        ("mql", "no effect", "no rule reads it", None),
    ]


def test_a_loss_that_no_rule_reads_keeps_no_cycle_open(edges: Path) -> None:
    found = query(
        edges,
        "select source_record_id, opportunity_at, lost_at"
        f" from facts.fct_lead_cycles {PEOPLE} and opportunity_at is not null"
        " order by 1",
    )
    assert found == [
        ("again", utc("02-05"), None),
        ("gone", utc("02-05"), utc("03-10")),
    ]


def test_every_contract_holds_of_these_people(edges: Path) -> None:
    assert broken_contracts(edges) == []
