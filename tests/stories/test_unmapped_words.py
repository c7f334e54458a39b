"""Words that nobody mapped are listed, and stop a publication once they are too many.

The book allows a share of 0.29 of them, from 100 rows on. For a computer 0.29 · 100 is
less than 29, so a comparison of products would err.

| mapping | rows | unmapped | |
|---|---|---|---|
| team | 100 users | 29 | exactly at the bound |
| touch_type | 100 touches | 20 + 10 | above it |
| industry | 99 leads | 98 | above it, but too few rows to tell |
"""

from datetime import date
from pathlib import Path

import pytest

from tests.book.book_copies import BOUNDS, BookCopy
from tests.stories.building import broken_contracts, build, company_settings, query
from tests.stories.exports_rows import ExportsRows


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
    for word, touches in (("fax", 20), ("telex", 10), ("pricing_view", 70)):
        rows.touch("P0", word, *["02-02 10:00"] * touches)
    return build(
        company_settings(
            rows.write(folder / "raw"),
            folder / "home",
            sources=["exports"],
            as_of=date(2026, 4, 30),
            book=book.folder,
        )
    )


def test_what_is_unmapped_is_listed_with_its_volume(words_build: Path) -> None:
    """98 of 99 are 0.989898990."""
    assert query(
        words_build,
        "select mapping, source_value, row_count, mapping_row_count, unmapped_share,"
        " is_over_bound, is_blocking from marts.mart_unmapped_values order by all",
    ) == [
        ("industry", "養蜂業", 98, 99, 0.98989899, True, False),
        ("team", "sales_ops", 29, 100, 0.29, False, True),
        ("touch_type", "fax", 20, 100, 0.3, True, True),
        ("touch_type", "telex", 10, 100, 0.3, True, True),
    ]


def test_only_what_is_over_its_bound_and_enough_to_tell_blocks(
    words_build: Path,
) -> None:
    """Both words of the one mapping; nothing else is broken."""
    [(contract, _, keys)] = broken_contracts(words_build)
    assert contract == "unmapped_words_stay_in_bounds"
    assert len(keys) == 2
    assert all("mapping=touch_type" in key for key in keys)
