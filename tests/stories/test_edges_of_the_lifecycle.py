"""What a lead is by the day it is acquired, and what two records say in one second.

The second definition of a lead is in force from 2026-02-10, the first of lost from
03-01: no rule reads what was lost before. Times are Tokyo's.

| person | acquired | what its records say |
|---|---|---|
| first | 01-10 00:00:00 | - |
| last | 02-09 23:59:59 | - |
| second | 02-10 00:00:00 | - |
| twins | 02-01 | both records were recycled on 03-01 10:00:00, the contact by C900 |
| sorted | 02-01 | then the lead by C902, disqualified; the contact by C903, recycled |
| stamped | 02-01 | then the lead, recycled; the contact shows it, but not since when |
| closing | 02-01 | then the lead, recycled, and one of two deals lost |
| tied | 2025-12-01 | MQL by a seminar, its MA and its SFA, all on 2025-12-02 09:00:00 |
| told | 2025-12-01 | the same without a seminar; the SFA's change has the smaller id |
| unread | 02-01 | MQL, which no rule reads, on 02-03; recycled on 02-10, MQL again |
| emptied | 02-01 | its status was emptied on 01-05, which says nothing of it |
| gone | 02-01 | one deal was lost on 02-10, the other on 03-10 |
| again | 02-01 | the same, but the first was reopened on 02-20 |
"""

from pathlib import Path

import pytest

from tests.book.book_copies import DEFINITIONS, RULES, BookCopy
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
    # In 2025 an MQL was who came to a seminar, and whom a tool called one.
    book.add(
        DEFINITIONS,
        "mql_v1",
        definition_id="mql_exports_v1",
        segment_dimension="source",
        segment_value="exports",
    )
    for group, signal, argument, count, days in (
        ("1", "touch", "seminar_attended", "1", "30"),
        ("2", "declared_stage", "mql", "", ""),
    ):
        book.add(
            RULES,
            "mql_v1",
            definition_id="mql_exports_v1",
            rule_group=group,
            signal=signal,
            signal_argument=argument,
            comparison="",
            value="",
            min_count=count,
            within_days=days,
        )
    rows = ExportsRows()
    rows.person("first", "01-10")
    rows.person("last", "02-09 23:59:59")
    rows.person("second", "02-10")
    for name in ("twins", "sorted"):
        rows.person(name, sfa={"converted_contact_id": f"K-{name}"})
        rows.sfa_record(f"K-{name}", record_type="contact")
    # History of contacts begins with C900: what this one shows is as old, if not older.
    rows.person("stamped", sfa={"converted_contact_id": "B-stamped"})
    rows.sfa_record(
        "B-stamped", record_type="contact", status="recycled", updated_at="03-05"
    )
    rows.person("closing")
    rows.deal("closing", "closing-1", "proposal", created_at="02-05")
    rows.deal("closing", "closing-2", "lost", created_at="02-05")
    rows.deal_says("closing-2", "lost", "03-01 10:00")
    for name in ("tied", "told"):
        rows.person(name, "2025-12-01")
        rows.ma_says(name, "mql", "2025-12-02 09:00")
        rows.sfa_says(name, "mql", "2025-12-02 09:00")
    rows.touch("tied", "seminar_attended", "2025-12-02 09:00")
    # The ids of users are those of somebody's records, too.
    for change, record, stage, user in (
        ("C900", "K-twins", "recycled", "S-first"),
        ("C901", "S-twins", "recycled", "S-second"),
        ("C902", "S-sorted", "disqualified", "S-first"),
        ("C903", "K-sorted", "recycled", "S-second"),
        ("C904", "S-stamped", "recycled", "S-first"),
        ("C905", "S-closing", "recycled", "S-first"),
    ):
        by = {"change_id": change, "changed_by": user}
        rows.sfa_change(record, "status", "", stage, "03-01 10:00", **by)
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
        ("closing", "lead_v1", utc("02-01"), False),
        ("emptied", "lead_v1", utc("02-01"), False),
        ("first", "lead_v1", utc("01-10"), False),
        ("gone", "lead_v1", utc("02-01"), False),
        ("last", "lead_v1", utc("02-09 23:59:59"), False),
        ("second", "lead_v2", utc("02-10"), False),
        ("sorted", "lead_v1", utc("02-01"), False),
        ("stamped", "lead_v1", utc("02-01"), False),
        ("tied", "lead_v1", utc("2025-12-01"), False),
        ("told", "lead_v1", utc("2025-12-01"), False),
        ("twins", "lead_v1", utc("02-01"), False),
        ("unread", "lead_v1", utc("02-01"), False),
    ]


def test_one_exit_of_a_second_counts(edges: Path) -> None:
    """By the order of stages, then by what is better evidence, then by id. A deal that
    is left behind in that second keeps no loss from counting."""
    found = query(
        edges,
        "select source_record_id, stage, evidence_type, actor_id, effect, effect_reason"
        f" from facts.fct_stage_events {PEOPLE} and occurred_at = ?"
        " and stage != 'lead' order by 1, 5, 6",
        utc("03-01 10:00"),
    )
    users = users_by_key(edges)
    another = ("no effect", "another exit of the second")
    assert [(*row[:3], users.get(row[3]), *row[4:]) for row in found] == [
        ("closing", "lost", "sfa_history", None, "entered", None),
        ("closing", "recycled", "sfa_history", "S-first", *another),
        ("sorted", "recycled", "sfa_history", "S-second", "entered", None),
        ("sorted", "disqualified", "sfa_history", "S-first", *another),
        ("stamped", "recycled", "sfa_history", "S-first", "entered", None),
        ("stamped", "recycled", "sfa_stamp", None, *another),
        ("twins", "recycled", "sfa_history", "S-first", "entered", None),
        ("twins", "recycled", "sfa_history", "S-second", *another),
    ]


def test_nobody_is_adopted_into_an_exit(edges: Path) -> None:
    found = query(
        edges,
        "select stage, is_adoption, count(*) from facts.fct_stage_entries"
        " where stage in ('lost', 'recycled', 'disqualified') group by all order by 1",
    )
    assert found == [("lost", False, 2), ("recycled", False, 3)]


def test_of_one_second_what_is_computed_comes_first_then_the_ma(edges: Path) -> None:
    found = query(
        edges,
        "select source_record_id, system, reason, entered_at"
        f" from facts.fct_stage_entries {PEOPLE} and stage = 'mql'"
        " and source_record_id in ('tied', 'told') order by 1",
    )
    assert found == [
        ("tied", "computed", "rule group 1", utc("2025-12-02 09:00")),
        ("told", "ma", None, utc("2025-12-02 09:00")),
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
        ("closing", utc("02-05"), utc("03-01 10:00")),
        ("gone", utc("02-05"), utc("03-10")),
    ]


def test_every_contract_holds_of_these_people(edges: Path) -> None:
    assert broken_contracts(edges) == []
