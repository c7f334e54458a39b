"""Words that nobody mapped are listed, and stop a publication once they are too many.

The book allows a share of 0.29 of them, from 100 rows on. For a computer 0.29 · 100 is
less than 29, so a comparison of products would err.

| mapping | rows | unmapped | |
|---|---|---|---|
| team | 100 users | 29 | exactly at the bound |
| touch_type | 100 touches | 20 + 10 | above it |
| industry | 99 leads | 98 | above it, but too few rows to tell |

Q's records were deleted, and its deal was last written, under such words; R's deal is
won under one, which its flag explains. S's deal is won by the as-of and lost after it.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.book.book_copies import BOUNDS, BookCopy
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc


@pytest.fixture(scope="module")
def words_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words")
    book = BookCopy.of_default(folder / "book")
    for mapping in ("team", "touch_type", "industry"):
        book.change(BOUNDS, mapping, max_unmapped_share="0.29", blocks_from_rows="100")
    rows = ExportsRows()
    for number in range(100):
        team = "sales_ops" if number < 29 else "marketing"
        rows.add("sfa_users", user_id=f"U{number}", name="A", team=team)
    for number in range(99):
        industry = "製造業" if number == 0 else "養蜂業"
        rows.person(f"P{number}", ma={"industry": industry})
    rows.person("Q", ma={"status": "new", "updated_at": "02-02"})
    rows.add(
        "ma_leads",
        ma_lead_id="Q",
        sfa_record_id="S-Q",
        created_at="02-01",
        status="退職",
        updated_at="03-02",
        deleted_at="03-02",
    )
    rows.sfa_record("S-Q", status="退職", updated_at="03-03", deleted_at="03-03")
    rows.deal("Q", "D", "proposal", created_at="02-03", updated_at="02-03")
    rows.deal("Q", "D", "frozen", created_at="02-03", updated_at="03-04", amount="7")
    rows.deal(
        "R",
        "E",
        "signed",
        created_at="02-03",
        updated_at="04-20",
        close_on="2026-04-28",
        is_closed="true",
        is_won="true",
    )
    rows.deal_says("E", "Signed", "04-20 10:00", old="proposal")
    rows.deal("S", "F", "lost", created_at="02-03", updated_at="05-10")
    rows.deal_says("F", "won", "04-10 10:00", old="proposal")
    rows.deal_says("F", "lost", "05-09 10:00", old="won")
    for word, touches in (("fax", 20), ("telex", 10), ("pricing_view", 70)):
        rows.touch("P0", word, *["02-02 10:00"] * touches)
    return rows.build(folder, book=book.folder)


def test_what_is_unmapped_is_listed_with_its_volume(words_build: Path) -> None:
    """98 of 99 are 0.989898990; of 103 statuses 100 are the SFA's `new` and one the
    MA's; `won` alone of 3 stages is mapped."""
    assert query(
        words_build,
        "select mapping, source_value, row_count, mapping_row_count, unmapped_share,"
        " is_over_bound, is_blocking from marts.mart_unmapped_values order by all",
    ) == [
        ("industry", "養蜂業", 98, 99, 0.98989899, True, False),
        ("lead_status", "退職", 2, 103, 0.019417476, False, False),
        ("opportunity_stage", "frozen", 1, 3, 0.666666667, True, False),
        ("opportunity_stage", "signed", 1, 3, 0.666666667, True, False),
        ("team", "sales_ops", 29, 100, 0.29, False, True),
        ("touch_type", "fax", 20, 100, 0.3, True, True),
        ("touch_type", "telex", 10, 100, 0.3, True, True),
    ]


def test_a_word_that_nobody_mapped_hides_nothing_else(words_build: Path) -> None:
    """A day begins at 15:00 the day before; the deal is open since nobody can tell."""
    assert query(
        words_build,
        "select source_record_id, stage, deleted_at from intermediate.int_port_leads"
        " where source_record_id = 'Q' union all"
        " select source_record_id, stage, deleted_at from intermediate.int_port_records"
        " where source_record_id = 'S-Q'",
    ) == [("Q", None, utc("03-02")), ("S-Q", None, utc("03-03"))]
    assert query(
        words_build,
        "select stage, outcome, amount from intermediate.int_port_opportunities"
        " where opportunity_id = 'D'",
    ) == [("frozen", "open", Decimal(7))]
    assert query(
        words_build,
        "select table_name, disposition, row_count"
        " from intermediate.int_port_dispositions"
        " where reason_code = 'UNKNOWN_STATUS' order by 1",
    ) == [
        (table, "quarantined", 1)
        for table in ("ma_leads", "opportunities", "sfa_records")
    ]


def test_a_deal_is_won_when_it_came_into_the_stage_that_its_flag_explains(
    words_build: Path,
) -> None:
    """On 04-20, not on the day it was once meant to close."""
    assert query(
        words_build,
        "select outcome, won_at from intermediate.int_port_opportunities"
        " where opportunity_id = 'E'",
    ) == [("won", utc("04-20 10:00"))]


def test_until_a_deal_is_written_after_the_as_of_its_history_speaks(
    words_build: Path,
) -> None:
    assert query(
        words_build,
        "select stage, outcome, won_at, lost_at from"
        " intermediate.int_port_opportunities where opportunity_id = 'F'",
    ) == [("won", "won", utc("04-10 10:00"), None)]


def test_only_what_is_over_its_bound_and_enough_to_tell_blocks(
    words_build: Path,
) -> None:
    """Both words of the one mapping; nothing else is broken."""
    [(contract, _, keys)] = broken_contracts(words_build)
    assert contract == "unmapped_words_stay_in_bounds"
    assert len(keys) == 2
    assert all("mapping=touch_type" in key for key in keys)
