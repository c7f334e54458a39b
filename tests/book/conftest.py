"""What every test of the book starts from."""

from pathlib import Path

import pytest

from tests.book.book_copies import BookCopy


@pytest.fixture
def book_copy(tmp_path: Path) -> BookCopy:
    """A copy of the default book, free to break."""
    return BookCopy.of_default(tmp_path / "book")
