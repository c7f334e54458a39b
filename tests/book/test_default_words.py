"""The default book knows the words of the tools and of the demo company."""

import csv
from pathlib import Path

import pytest

from book import read_book
from demo import write_demo
from tests.book.book_copies import DEFAULT_BOOK

# Of each table of the demo the columns that hold codes, and their vocabulary.
COLUMNS = [
    ("ma_touches", "touch_type", "touch_type"),
    ("ma_lead_changes", "field", "field"),
    ("sfa_record_changes", "field", "field"),
    ("opportunity_changes", "field", "field"),
    ("sfa_activities", "activity_type", "activity_type"),
    ("sfa_activities", "outcome", "call_outcome"),
    ("sfa_users", "team", "team"),
    ("handovers", "from_team", "team"),
    ("bookings", "booking_type", "booking_type"),
    ("campaign_members", "status", "member_status"),
]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small demo company."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo(raw=folder, leads=300, seed=1)
    return folder / "exports"


def cells(raw: Path, table: str, column: str) -> set[str]:
    """What the files of a table hold in a column, empty cells left out."""
    found = set()
    for file in [raw / f"{table}.csv", *sorted((raw / table).glob("*.csv"))]:
        if file.exists():
            with file.open(encoding="utf-8", newline="") as lines:
                found |= {row[column] for row in csv.DictReader(lines)}
    return found - {""}


@pytest.mark.parametrize(("table", "column", "vocabulary"), COLUMNS)
def test_every_code_of_the_demo_is_a_word(
    raw: Path, table: str, column: str, vocabulary: str
) -> None:
    known = {
        word.source_value
        for word in read_book(DEFAULT_BOOK).rows.words
        if (word.source, word.vocabulary) == ("exports", vocabulary)
    }
    said = cells(raw, table, column)

    assert said
    assert said <= known


def test_exports_may_say_every_value_of_every_vocabulary() -> None:
    """Whatever another tool's word means, a file of `exports` can say it too.

    It says it in our words, but for money, which Japanese files write as 円.
    """
    words = read_book(DEFAULT_BOOK).rows.words
    meanings = {(word.vocabulary, word.value) for word in words}
    said = {
        (word.vocabulary, word.source_value)
        for word in words
        if word.source == "exports" and word.source_value == word.value
    }

    assert said == meanings
    assert all(
        word.source_value == word.value
        for word in words
        if word.source == "exports" and word.vocabulary != "currency"
    )


def test_every_touch_type_of_a_rule_is_some_tools_word() -> None:
    """A price of a touch that no tool can report would never be paid."""
    rows = read_book(DEFAULT_BOOK).rows
    reported = {word.value for word in rows.words if word.vocabulary == "touch_type"}
    asked = {
        rule.signal_argument for rule in rows.stage_rules if rule.signal == "touch"
    } | {rule.signal_argument for rule in rows.score_rules if rule.signal == "touch"}

    assert asked <= reported
    assert {
        word.value
        for word in rows.words
        if (word.source, word.vocabulary) == ("marketo", "touch_type")
    } >= asked
