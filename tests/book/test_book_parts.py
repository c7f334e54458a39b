"""What changed of a book is told row by row where rows are in force day by day."""

from pathlib import Path

import pytest

from book import read_book
from book.parts import BookPart, book_parts
from tests.book.book_copies import DEFINITIONS, EXCLUSIONS, SCORES, BookCopy

Parts = dict[tuple[str, str | None], BookPart]


@pytest.fixture
def book(tmp_path: Path) -> BookCopy:
    return BookCopy.of_default(tmp_path)


def parts(book: BookCopy) -> Parts:
    return {
        (one.part, one.definition_id): one
        for one in book_parts(read_book(book.folder).rows)
    }


def changed(before: Parts, book: BookCopy) -> set[tuple[str, str | None]]:
    return {
        key
        for key, part in parts(book).items()
        if before[key].content_hash != part.content_hash
    }


def test_a_price_changes_its_row_and_its_file(book: BookCopy) -> None:
    before = parts(book)
    book.change(SCORES, "enquiry", points="79")
    assert changed(before, book) == {(SCORES, None), (SCORES, "enquiry")}


@pytest.mark.parametrize(
    ("file", "row"), [(SCORES, "enquiry"), (EXCLUSIONS, "rival_cloud")]
)
def test_prose_changes_the_file_alone(book: BookCopy, file: str, row: str) -> None:
    before = parts(book)
    book.change(file, row, statement_en="In other words.")
    assert changed(before, book) == {(file, None)}


def test_the_last_day_of_an_exclusion_stands_beside_its_hash(book: BookCopy) -> None:
    before = parts(book)
    book.change(EXCLUSIONS, "rival_cloud", valid_to="2026-04-11")
    assert changed(before, book) == {(EXCLUSIONS, None)}
    assert str(parts(book)[EXCLUSIONS, "rival_cloud"].valid_to) == "2026-04-11"


def test_a_draft_is_no_part(book: BookCopy) -> None:
    drafts = {
        row["definition_id"]
        for row in book.rows(DEFINITIONS)
        if row["status"] == "draft"
    }
    assert drafts
    told = {one for part, one in parts(book) if part == "definition"}
    assert told & drafts == set()
