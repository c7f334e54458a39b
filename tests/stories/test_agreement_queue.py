"""What has to be corrected comes in the order of the money that hangs on it.

The MA keeps no status, so only the SFA can miss an MQL; it says none. Every person
enquires (80 points: MQL) on 2026-02-02, so each of their cycles is in the queue with
its MQL.

| person | MQL at | deals of the cycle | its worth |
|---|---|---|---|
| again, cycle 2 | 03-20 | 4,000,000 open | 4,000,000 |
| two-deals | 09:00 | 3,000,000 and 500,000 without a currency, open | 3,500,000 |
| later | 13:00 | - | the average |
| dollars | 12:00 | 9,000,000 USD, open: not added to yen | the average |
| no-amount | 11:00 | open, without an amount | the average |
| nothing, nothing-too | 09:00 | - | the average |
| gone, its SFA record deleted | 08:00 | - | the average |
| small | 09:00 | 10,000 open | 10,000 |
| recycled | 09:04 | - | 0, the cycle is closed |
| won | 09:03 | 2,500,000 won | 0 |
| lost | 09:02 | 1,000,000 lost | 0 |
| again, cycle 1 | 09:01 | 100,000 lost | 0 |

The average: of 13 cycles with an MQL 8 had a deal, and the 7 amounts in yen, open or
closed and however written, are 4,000,000 + 3,000,000 + 500,000 + 10,000 + 2,500,000 +
1,000,000 + 100,000 = 11,110,000, so 8 / 13 · 11,110,000 / 7 = 976,703.30. The
company's fiscal year began in January until 2025: two rows of the book, and no deal
counts twice for it.
"""

from pathlib import Path

import pytest

from tests.book.book_copies import COMPANY, BookCopy
from tests.stories.building import (
    broken_contracts,
    query,
)
from tests.stories.exports_rows import ExportsRows

MQL_AT = {
    "two-deals": "09:00",
    "later": "13:00",
    "dollars": "12:00",
    "no-amount": "11:00",
    "nothing": "09:00",
    "nothing-too": "09:00",
    "gone": "08:00",
    "small": "09:00",
    "recycled": "09:04",
    "won": "09:03",
    "lost": "09:02",
    "again": "09:01",
}
RECORD = {"two-deals": {"owner_id": "U1"}, "gone": {"deleted_at": "02-20"}}
AVERAGE = 976_703.30


@pytest.fixture(scope="module")
def queue_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queue")
    book = BookCopy.of_default(folder / "book")
    book.change(
        COMPANY, "demo_company", fiscal_year_start_month="1", valid_to="2025-01-01"
    )
    book.add(
        COMPANY,
        "demo_company",
        fiscal_year_start_month="4",
        valid_from="2025-01-01",
        valid_to="",
    )
    rows = ExportsRows()
    rows.add("sfa_users", user_id="U1", name="A", team="field_sales", is_active="true")
    for name, time in MQL_AT.items():
        rows.person(name, sfa=RECORD.get(name))
        rows.touch(name, "enquiry", f"02-02 {time}")
    rows.touch("again", "enquiry", "03-20")
    rows.sfa_says("recycled", "recycled", "03-01")
    yen = {"currency": "JPY", "created_at": "02-10"}
    rows.deal("two-deals", "D1", "proposal", amount="3000000", owner_id="U1", **yen)
    rows.deal("two-deals", "D2", "proposal", amount="500000", created_at="02-11")
    rows.deal(
        "dollars", "D3", "proposal", amount="9000000", **yen | {"currency": "USD"}
    )
    rows.deal("no-amount", "D4", "proposal", **yen | {"currency": "ドル"})
    rows.deal("small", "D5", "proposal", amount="10000", **yen | {"currency": "円"})
    closed = yen | {"closed_at": "02-20"}
    rows.deal("won", "D6", "won", amount="2500000", **closed | {"currency": "jpy"})
    rows.deal("lost", "D7", "lost", amount="1000000", **closed | {"currency": "￥"})
    rows.deal("again", "D8", "lost", amount="100000", **closed | {"currency": "日本円"})
    rows.deal(
        "again", "D9", "proposal", amount="4000000", **yen | {"created_at": "03-25"}
    )
    return rows.build(folder, book=book.folder)


def test_the_queue_is_in_the_order_of_the_money(queue_build: Path) -> None:
    opened, average = "open opportunities", "average of the stage"
    closed = "closed cycle"
    found = query(
        queue_build,
        "select ma_lead_id, cycle_number, stake_basis, pipeline_at_stake"
        " from marts.mart_agreement_queue order by queue_rank",
    )
    first, twins, last = found[:5], found[5:7], found[7:]
    assert first == [
        ("again", 2, opened, 4_000_000.0),
        ("two-deals", 1, opened, 3_500_000.0),
        # Of the same worth, what was said last comes first.
        ("later", 1, average, AVERAGE),
        ("dollars", 1, average, AVERAGE),
        ("no-amount", 1, average, AVERAGE),
    ]
    assert sorted(twins) == [
        ("nothing", 1, average, AVERAGE),
        ("nothing-too", 1, average, AVERAGE),
    ]
    assert last == [
        ("gone", 1, average, AVERAGE),
        ("small", 1, opened, 10_000.0),
        ("recycled", 1, closed, 0.0),
        ("won", 1, closed, 0.0),
        ("lost", 1, closed, 0.0),
        ("again", 1, closed, 0.0),
    ]


def test_equals_keep_the_order_of_their_keys(queue_build: Path) -> None:
    ranked = query(
        queue_build,
        "select lead_id from marts.mart_agreement_queue"
        " where ma_lead_id in ('nothing', 'nothing-too') order by queue_rank",
    )
    assert ranked == sorted(ranked)


def test_the_queue_says_what_to_open_and_who_owns_it(queue_build: Path) -> None:
    """U1 owns the record and the deal D1 of two-deals; nobody owns the others."""
    assert query(
        queue_build,
        "select q.sfa_record_id, q.system_to_mend, q.verdict, q.currency, q.is_open,"
        " q.owner_id = o.owner_id from marts.mart_agreement_queue as q"
        " left join facts.fct_opportunities as o"
        " on o.lead_id = q.lead_id and o.amount = 3000000"
        " where q.ma_lead_id in ('two-deals', 'nothing', 'gone') order by 1",
    ) == [
        ("S-gone", "sfa", "deleted", "JPY", True, None),
        ("S-nothing", "sfa", "qualified but not declared", "JPY", True, None),
        ("S-two-deals", "sfa", "qualified but not declared", "JPY", True, True),
    ]


def test_a_currency_is_its_code_whatever_the_tool_writes(queue_build: Path) -> None:
    """Of nine deals six are in yen, under four names; one has a word nobody mapped."""
    assert query(
        queue_build,
        "select currency, count(*) from facts.fct_opportunities group by 1 order by 1",
    ) == [("JPY", 6), ("USD", 1), ("ドル", 1), (None, 1)]
    assert query(
        queue_build,
        "select mapping, source_value, row_count, mapping_row_count"
        " from marts.mart_unmapped_values",
    ) == [("currency", "ドル", 1, 8)]


def test_every_contract_holds_of_this_company(queue_build: Path) -> None:
    assert broken_contracts(queue_build) == []
