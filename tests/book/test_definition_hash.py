"""The hash tells two books apart, and never two spellings of one book."""

import csv
import io
import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book import BookError, read_book
from tests.book.book_copies import DEFAULT_BOOK, DEFINITIONS, RULES, SCORES, BookCopy

FILES = sorted(
    path.relative_to(DEFAULT_BOOK).as_posix() for path in DEFAULT_BOOK.glob("*/*.csv")
)
DAYS = st.dates(min_value=date(2025, 12, 30), max_value=date(2026, 1, 3))


def hash_of(book: BookCopy) -> str:
    return read_book(book.folder).definition_hash


def quoted(text: bytes) -> bytes:
    rows = csv.reader(io.StringIO(text.decode(), newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("file", FILES)
def test_quotes_line_ends_and_a_leading_mark_do_not_change_it(
    book_copy: BookCopy, file: str
) -> None:
    before = hash_of(book_copy)

    book_copy.edit(file, lambda text: b"\xef\xbb\xbf" + quoted(text))

    assert hash_of(book_copy) == before


@pytest.mark.parametrize(
    ("file", "name", "column", "cell"),
    [
        (DEFINITIONS, "mql_v2", "statement_en", "The total score reached 80."),
        (DEFINITIONS, "mql_v2", "review_on", "2026-12-16"),
        (RULES, "mql_v2", "value", "80.0"),
        (SCORES, "email_open", "daily_cap", ""),
    ],
)
def test_any_cell_changes_it(
    book_copy: BookCopy, file: str, name: str, column: str, cell: str
) -> None:
    before = hash_of(book_copy)

    book_copy.change(file, name, **{column: cell})

    assert hash_of(book_copy) != before


def test_a_cell_moved_to_the_next_row_changes_it(book_copy: BookCopy) -> None:
    """The same cells in other rows are another book."""
    before = hash_of(book_copy)

    book_copy.change(SCORES, "email_open", points="5")
    book_copy.change(SCORES, "email_click", points="1")

    assert hash_of(book_copy) != before


def shuffled_copy(folder: Path, seed: int) -> BookCopy:
    book = BookCopy.of_default(folder)
    dice = random.Random(seed)
    for file in FILES:
        rows = book.rows(file)
        dice.shuffle(rows)
        book.write(file, rows)
    return book


def verdict(book: BookCopy) -> list[tuple[str, str | None, str]]:
    """The refusals without the lines, which move with the rows."""
    try:
        read_book(book.folder)
    except BookError as error:
        return sorted(
            (problem.file, problem.row_id, problem.fix) for problem in error.problems
        )
    return []


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0))
def test_the_order_of_rows_never_changes_the_hash(seed: int) -> None:
    with TemporaryDirectory() as folder:
        assert hash_of(shuffled_copy(Path(folder), seed)) == (
            read_book(DEFAULT_BOOK).definition_hash
        )


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(min_value=0), day=DAYS.map(str))
def test_the_order_of_rows_never_changes_the_verdict(seed: int, day: str) -> None:
    """The first MQL version ends on any day: too early, too late or just right."""
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        ordered = BookCopy.of_default(Path(first))
        shuffled = shuffled_copy(Path(second), seed)
        for book in (ordered, shuffled):
            book.change(DEFINITIONS, "mql_v1", valid_to=day)

        assert verdict(shuffled) == verdict(ordered)
        assert (verdict(ordered) == []) == (day == "2026-01-01")
