"""How raw files are written: what a book may say of it, and what it may not."""

import pytest

from book import read_book
from book.mapping_rows import Heading
from book.target_rows import Feed
from tests.book.book_copies import FEEDS, HEADINGS, BookCopy
from tests.book.breaches import Break, Case, as_parameters, assert_refused

FEED = {
    "source": "exports",
    "table_name": "ma_leads",
    "encoding": "cp932",
    "time_zone": "Asia/Tokyo",
}
HEADING = {
    "source": "exports",
    "table_name": "ma_leads",
    "heading": "登録日時",
    "column_name": "created_at",
}


def feed(**cells: str) -> Break:
    return lambda book: book.write(FEEDS, [FEED | cells])


def heading(**cells: str) -> Break:
    return lambda book: book.write(HEADINGS, [HEADING | cells])


CASES: list[Case] = [
    (
        "an_encoding_that_is_not_read",
        feed(encoding="shift_jis"),
        FEEDS,
        "ma_leads",
        "encoding 'shift_jis' is unknown; use one of utf-8, cp932",
    ),
    (
        "a_zone_by_its_letters",
        feed(time_zone="JST"),
        FEEDS,
        "ma_leads",
        "time_zone 'JST' is no IANA time zone; write one such as Asia/Tokyo, or leave "
        "it empty for the contract's",
    ),
    (
        "a_zone_that_leads_out_of_its_folder",
        feed(time_zone="../etc/passwd"),
        FEEDS,
        "ma_leads",
        "time_zone '../etc/passwd' is no IANA time zone",
    ),
    (
        "a_table_as_a_path",
        feed(table_name="../ma_leads"),
        FEEDS,
        "../ma_leads",
        "table_name '../ma_leads' is not a code",
    ),
    ("a_row_without_a_source", feed(source=""), FEEDS, "ma_leads", "source is empty"),
    (
        "two_rows_of_one_table",
        lambda book: book.write(FEEDS, [FEED, FEED | {"encoding": "utf-8"}]),
        FEEDS,
        "ma_leads",
        "line 3 (ma_leads): repeats line 2 (same table_name, source)",
    ),
    (
        "a_heading_of_one_table_twice",
        lambda book: book.write(
            HEADINGS, [HEADING, HEADING | {"column_name": "updated_at"}]
        ),
        HEADINGS,
        "登録日時",
        "line 3 (登録日時): repeats line 2 (same heading, source, table_name)",
    ),
    ("no_heading", heading(heading=""), HEADINGS, "", "heading is empty"),
    (
        "a_heading_that_means_nothing",
        heading(column_name=""),
        HEADINGS,
        "登録日時",
        "column_name is empty",
    ),
    (
        "a_column_by_its_label",
        heading(column_name="作成日時"),
        HEADINGS,
        "登録日時",
        "column_name '作成日時' is not a code",
    ),
    (
        "a_heading_that_is_a_statement",
        heading(heading="'); drop table ma_leads; --"),
        HEADINGS,
        "'); drop table ma_leads; --",
        "heading looks like SQL or a template",
    ),
]


@pytest.mark.parametrize(("breaks", "file", "row_id", "reason"), as_parameters(CASES))
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)


def test_an_empty_cell_leaves_it_to_the_contract(book_copy: BookCopy) -> None:
    book_copy.write(
        FEEDS,
        [FEED | {"time_zone": ""}, FEED | {"table_name": "campaigns", "encoding": ""}],
    )

    assert read_book(book_copy.folder).rows.feeds == (
        Feed(2, "exports", "ma_leads", "cp932", None),
        Feed(3, "exports", "campaigns", None, "Asia/Tokyo"),
    )


def test_a_heading_is_kept_as_its_tool_writes_it(book_copy: BookCopy) -> None:
    """No unified width: files are compared as they came. Two tables may share it."""
    rows = [HEADING | {"heading": "ﾘｰﾄﾞNo.（㈱含む）"}, HEADING | {"heading": "=日時"}]
    rows.append(rows[0] | {"table_name": "ma_touches", "column_name": "ma_lead_id"})
    book_copy.write(HEADINGS, rows)

    assert read_book(book_copy.folder).rows.headings == (
        Heading(2, "exports", "ma_leads", "ﾘｰﾄﾞNo.（㈱含む）", "created_at"),
        Heading(3, "exports", "ma_leads", "=日時", "created_at"),
        Heading(4, "exports", "ma_touches", "ﾘｰﾄﾞNo.（㈱含む）", "ma_lead_id"),
    )


def test_no_definition_changes_with_how_files_are_written(book_copy: BookCopy) -> None:
    before = read_book(book_copy.folder).definition_hash

    book_copy.write(FEEDS, [FEED])
    book_copy.write(HEADINGS, [HEADING])

    assert read_book(book_copy.folder).definition_hash == before
