"""Files of a book are read strictly, and a refusal says where to look."""

import shutil
from pathlib import Path

import pytest

from book import BookError, read_book
from book.files import FILES
from tests.book.book_copies import (
    COMPANY,
    DEFAULT_BOOK,
    DEFINITIONS,
    LEAD_STATUS,
    RULES,
    SCORES,
    STAGES,
    BookCopy,
)
from tests.book.breaches import assert_refused


def test_the_default_book_is_read() -> None:
    book = read_book(DEFAULT_BOOK)

    assert book.company_time_zone == "Asia/Tokyo"
    assert book.company_id == "demo_company"


def test_a_folder_that_is_no_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="point HANDOFF_BOOK to a folder with def"):
        read_book(tmp_path)


@pytest.mark.parametrize("file", [file.path for file in FILES])
def test_a_missing_file_is_refused(book_copy: BookCopy, file: str) -> None:
    (book_copy.folder / file).unlink()

    assert_refused(
        book_copy, file, "", "is missing; add it, with its header even if it has no"
    )


def test_a_folder_in_the_place_of_a_file_is_refused(book_copy: BookCopy) -> None:
    (book_copy.folder / SCORES).unlink()
    (book_copy.folder / SCORES).mkdir()

    assert_refused(book_copy, SCORES, "", "cannot be read")


@pytest.mark.parametrize(
    "name",
    [
        "definitions/stage_rules_new.csv",
        "definitions/.stage_rules.csv",
        "mappings/properties.yml",
        "prices.csv",
    ],
)
def test_a_file_that_is_no_part_of_a_book_is_refused(
    book_copy: BookCopy, name: str
) -> None:
    (book_copy.folder / name).write_text("a,b\n1,2\n")

    assert_refused(book_copy, name, "", "is no file of a definition book")


def test_a_folder_that_is_no_part_of_a_book_is_refused(book_copy: BookCopy) -> None:
    (book_copy.folder / "definitions" / "old").mkdir()

    assert_refused(book_copy, "definitions/old", "", "is no file of a definition book")


def test_a_readme_and_hidden_files_may_lie_in_a_book(book_copy: BookCopy) -> None:
    (book_copy.folder / "README.md").write_text("Ours since 2026.")
    (book_copy.folder / "definitions" / ".DS_Store").write_bytes(b"\x00")

    assert book_copy.refusal() is None


def test_a_missing_column_is_refused(book_copy: BookCopy) -> None:
    book_copy.edit(RULES, lambda text: text.replace(b",is_negated", b"", 1))

    assert_refused(book_copy, RULES, "", "lacks the column is_negated")


def test_an_unknown_column_is_refused(book_copy: BookCopy) -> None:
    book_copy.edit(RULES, lambda text: text.replace(b"is_negated", b"is_negative", 1))

    assert_refused(
        book_copy,
        RULES,
        "",
        "lacks the column is_negated and has the unknown column 'is_negative'",
    )


def test_columns_in_another_order_are_refused(book_copy: BookCopy) -> None:
    book_copy.edit(
        LEAD_STATUS, lambda text: text.replace(b"source,system", b"system,source", 1)
    )

    assert_refused(book_copy, LEAD_STATUS, "", "has its columns in another order")


def test_a_column_named_twice_is_refused(book_copy: BookCopy) -> None:
    book_copy.edit(
        LEAD_STATUS, lambda text: text.replace(b"value,stage", b"value,stage,stage", 1)
    )

    assert_refused(book_copy, LEAD_STATUS, "", "has the column stage twice")


@pytest.mark.parametrize("separator", [b";", b"\t"])
def test_another_separator_is_refused(book_copy: BookCopy, separator: bytes) -> None:
    book_copy.edit(RULES, lambda text: text.replace(b",", separator))

    assert_refused(book_copy, RULES, "", "has no comma in its header")


def test_an_empty_file_is_refused(book_copy: BookCopy) -> None:
    book_copy.edit(RULES, lambda _: b"")

    assert_refused(book_copy, RULES, "", "is empty")


def test_definitions_without_a_row_are_refused(book_copy: BookCopy) -> None:
    book_copy.write(DEFINITIONS, [])

    assert_refused(book_copy, DEFINITIONS, "", "has no rows")


def test_mappings_without_a_row_are_read(book_copy: BookCopy) -> None:
    book_copy.write(LEAD_STATUS, [])

    assert book_copy.refusal() is None


def test_a_short_row_is_refused_with_its_line(book_copy: BookCopy) -> None:
    book_copy.edit(RULES, lambda text: text + b"mql_v2,2,touch\n")

    assert_refused(book_copy, RULES, "mql_v2", "line 31 (mql_v2): has 3 cells")


def test_an_empty_line_is_refused(book_copy: BookCopy) -> None:
    book_copy.edit(RULES, lambda text: text + b"\n")

    assert_refused(book_copy, RULES, "", "line 31: is an empty line")


def test_an_unterminated_quote_is_refused_with_its_line(book_copy: BookCopy) -> None:
    book_copy.edit(RULES, lambda text: text + b'"mql_v2,2,touch,a,,,1,,false\n')

    assert_refused(book_copy, RULES, "", "line 31: is not readable as CSV")


def test_text_of_another_encoding_is_refused_with_its_byte(
    book_copy: BookCopy,
) -> None:
    book_copy.edit(DEFINITIONS, lambda text: text.decode().encode("cp932", "replace"))

    assert_refused(book_copy, DEFINITIONS, "", "is not UTF-8 (byte ")


def test_a_byte_order_mark_in_mid_file_is_refused(book_copy: BookCopy) -> None:
    book_copy.edit(COMPANY, lambda text: text.replace(b"JPY", b"\xef\xbb\xbfJPY"))

    assert_refused(book_copy, COMPANY, "demo_company", "control character U+FEFF")


def test_a_line_break_inside_a_cell_is_refused(book_copy: BookCopy) -> None:
    book_copy.change(DEFINITIONS, "mql_v2", statement_en="Score\n80")

    assert_refused(book_copy, DEFINITIONS, "mql_v2", "control character U+000A")


def test_a_refusal_names_the_line_after_a_cell_of_two_lines(
    book_copy: BookCopy,
) -> None:
    """The broken cell of lines 4 and 5 moves the rows below it down by one."""
    book_copy.change(DEFINITIONS, "mql_v1", statement_en="Score\n80")
    book_copy.change(DEFINITIONS, "mql_v2", status="active")

    assert_refused(book_copy, DEFINITIONS, "mql_v2", "line 5 (mql_v2): status")


def test_a_refusal_is_one_sentence_with_the_number_of_further_problems(
    book_copy: BookCopy,
) -> None:
    book_copy.change(STAGES, "sal", stage_order="many")
    book_copy.change(RULES, "mql_v2", signal="clicks")
    book_copy.change(DEFINITIONS, "mql_v2", status="active")

    refusal = book_copy.refusal()

    assert refusal
    assert len(refusal.problems) == 3
    assert str(refusal) == (
        "DEFINITION_INVALID definitions/lifecycle_stages.csv line 4 (sal): stage_order"
        " 'many' is not a whole number of at least 1; write one in ASCII digits"
        " (and 2 more problems)."
    )
    assert "\n" not in str(refusal)


def test_a_book_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    shutil.copytree(DEFAULT_BOOK, tmp_path / "book")
    shutil.rmtree(tmp_path / "book" / "targets")

    with pytest.raises(BookError, match="targets/: is no folder"):
        read_book(tmp_path / "book")
