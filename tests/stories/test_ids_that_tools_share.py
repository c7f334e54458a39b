"""Two tools count from one: what bears the same id in another table is another thing.

Exported deals and changes have the ids that Salesforce gave to deals. Everybody is
acquired on 2026-02-01, every deal is made on 02-05. What is exported was written down
on 04-05. T is 03-10 10:00; times are Tokyo's.

| deal | exported, of | Salesforce, of lead |
|------|---|---|
| 1 | Emi: lost at T, reopened the day after | 1: lost at T |
| 2 | Ivo: since 03-05 "Signed", a word without meaning | 2: "Signed", won on 03-20 |
| 3 | Jan: since 03-05 "Closed Won", for which exports has no word | - |
| 4 | Leo: lost at T, reopened on 04-01 | 4: open |
| 6 | Kai: lost at T, open when it was written on 03-20 | 6: won on 03-11 |
| 8 | Emi: lost on 03-25 | - |
| 9 | Gus: lost at T while 10 is open | 9: lost at T |
| 11 | Kim: lost at T, but the deal shows that it was won on 03-20 | - |
| 13 | Mia: lost at T, called closed_lost on 03-15, reopened on 04-01 | - |
| 14 | Noa: made on 03-20 only, lost on 03-01, reopened the day after, lost at T | - |

Hana and Hugo were recycled at T by changes with the ids 1 and 9, by a user whose id is
that of one in Salesforce, too.
"""

from pathlib import Path

import pytest

from tests.book.book_copies import WORDS, BookCopy
from tests.stories.building import broken_contracts, query, write_table
from tests.stories.exports_rows import ExportsRows, utc
from tests.stories.salesforce_deals import LOST, OPEN, WON
from tests.stories.salesforce_people import SATO, deal, lead

T = "03-10 10:00"
# Exported deals: of whom, what it shows, since when, when it was written.
EXPORTED = {
    1: ("Emi", "proposal", [("lost", T), ("proposal", "03-11 10:00")], ""),
    2: ("Ivo", "Signed", [("Signed", "03-05")], "04-01"),
    3: ("Jan", "Closed Won", [("Closed Won", "03-05")], "04-01"),
    4: ("Leo", "proposal", [("lost", T), ("proposal", "04-01")], ""),
    6: ("Kai", "proposal", [("lost", T)], "03-20"),
    8: ("Emi", "lost", [("lost", "03-25")], ""),
    9: ("Gus", "lost", [("lost", T)], ""),
    10: ("Gus", "proposal", [], ""),
    11: ("Kim", "won", [("lost", T)], "03-20"),
    13: (
        "Mia",
        "proposal",
        [("lost", T), ("closed_lost", "03-15"), ("proposal", "04-01")],
        "",
    ),
    14: ("Noa", "lost", [("lost", "03-01"), ("proposal", "03-02"), ("lost", T)], ""),
}
RECYCLED = {"Hana": 1, "Hugo": 9}
# Salesforce's: what it shows, its flags, since when, and from which stage by history.
IN_SALESFORCE = {
    1: ("Closed Lost", LOST, T, "Proposal"),
    2: ("Signed", WON, "03-20", ""),
    4: ("Proposal", OPEN, "", ""),
    6: ("Closed Won", WON, "03-11", "Proposal"),
    9: ("Closed Lost", LOST, T, "Proposal"),
}


def _exported() -> ExportsRows:
    rows = ExportsRows()
    for name in {**dict.fromkeys(row[0] for row in EXPORTED.values()), **RECYCLED}:
        rows.person(name)
    for number, (name, stage, turns, written_at) in EXPORTED.items():
        rows.deal(
            name,
            deal(number),
            stage,
            created_at="03-20" if name == "Noa" else "02-05",
            updated_at=written_at,
            lost_reason="price",
            won_reason="trust",
            currency="USD",
        )
        for turn, at in turns:
            rows.deal_says(deal(number), turn, at, recorded_at="04-05")
    for name, number in RECYCLED.items():
        by = {"change_id": deal(number), "changed_by": SATO}
        rows.sfa_change(f"S-{name}", "status", "", "recycled", T, **by)
    return rows


def _write_salesforce(raw: Path) -> None:
    acquired, made = str(utc("02-01")), str(utc("02-05"))
    leads = [
        (lead(number), acquired, acquired, "Open - Not Contacted")
        for number in IN_SALESFORCE
    ]
    deals, changes = [], []
    for number, (stage, flags, since, before) in IN_SALESFORCE.items():
        at = str(utc(since)) if since else ""
        deals.append((deal(number), lead(number), stage, made, *flags, at, at or made))
        if before:
            row = (f"H{number}", deal(number), "StageName", before, stage, at, SATO)
            changes.append(row)
    for table, columns, rows in (
        ("lead", "id,created_date,system_modstamp,status", leads),
        (
            "opportunity",
            "id,source_lead_c,stage_name,created_date,is_closed,is_won,"
            "last_stage_change_date,system_modstamp",
            deals,
        ),
        (
            "opportunity_field_history",
            "id,opportunity_id,field,old_value,new_value,created_date,created_by_id",
            changes,
        ),
    ):
        write_table(raw, "salesforce", table, columns, rows)


@pytest.fixture(scope="module")
def shared_ids(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared_ids")
    _write_salesforce(folder / "raw")
    book = BookCopy.of_default(folder / "book")
    words = [("salesforce", "currency", "jpy"), ("exports", "activity_type", "call")]
    for source, vocabulary, value in words:
        row = {"source": source, "vocabulary": vocabulary, "value": value}
        book.add(WORDS, "exports", source_value="usd", **row)
    sources = ["exports", "salesforce"]
    return _exported().build(folder, book=book.folder, sources=sources)


def test_each_exit_is_that_of_its_own_deal_or_record(shared_ids: Path) -> None:
    found = query(
        shared_ids,
        "select persons.source_record_id, stage, occurred_at, undone_at, effect,"
        " effect_reason"
        " from facts.fct_stage_events as events"
        " join dimensions.dim_lead_sources as persons using (lead_id)"
        " where (persons.object = 'ma_lead' or persons.source = 'salesforce')"
        " and stage in ('won', 'lost', 'recycled') order by 1, 3",
    )
    lost_at_t = ("lost", utc(T), None, "entered", None)
    recycled_at_t = ("recycled", utc(T), None, "entered", None)
    another, late = "another deal is open", "undone after the grace"
    assert found == [
        (lead(1), *lost_at_t),
        (lead(2), "won", utc("03-20"), None, "entered", None),
        (lead(6), "won", utc("03-11"), None, "entered", None),
        (lead(9), *lost_at_t),
        ("Emi", "lost", utc(T), utc("03-11 10:00"), "cancelled", "taken back"),
        ("Emi", "lost", utc("03-25"), None, "no effect", another),
        ("Gus", "lost", utc(T), None, "no effect", another),
        ("Hana", *recycled_at_t),
        ("Hugo", *recycled_at_t),
        ("Kai", "lost", utc(T), utc("03-20"), "entered", late),
        ("Kim", "lost", utc(T), utc("03-20"), "entered", late),
        ("Kim", "won", utc("03-20"), None, "entered", None),
        ("Leo", "lost", utc(T), utc("04-01"), "entered", late),
        ("Mia", "lost", utc(T), utc("04-01"), "entered", late),
        ("Noa", "lost", utc("03-01"), utc("03-02"), "cancelled", "taken back"),
        ("Noa", *lost_at_t),
    ]


def test_what_a_deal_shows_is_not_written_down_by_a_turn_to_another_outcome(
    shared_ids: Path,
) -> None:
    found = query(
        shared_ids,
        "select distinct source_record_id, stage, events.recorded_at, reason"
        " from facts.fct_stage_events as events"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id in ('Gus', 'Kim') and stage in ('won', 'lost')"
        " order by 1, 2",
    )
    assert found == [
        ("Gus", "lost", utc("04-05"), "price"),
        ("Kim", "lost", utc("04-05"), "price"),
        ("Kim", "won", utc("03-20"), "trust"),
    ]


def test_a_deal_is_as_old_as_the_first_time_it_was_closed(shared_ids: Path) -> None:
    found = query(
        shared_ids,
        "select occurred_at from facts.fct_stage_events"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = 'Noa' and signal = 'opportunity_created'",
    )
    assert found == [(utc("03-01"),)]


def test_a_word_is_that_of_its_tool_and_vocabulary(shared_ids: Path) -> None:
    """The book calls Salesforce's usd yen, and the exports' a kind of call."""
    found = query(
        shared_ids,
        "select currency, count(*) from facts.fct_opportunities group by 1 order by 1",
    )
    assert found == [("USD", len(EXPORTED)), (None, len(IN_SALESFORCE))]


def test_every_contract_holds_of_tools_that_share_ids(shared_ids: Path) -> None:
    assert broken_contracts(shared_ids) == []
