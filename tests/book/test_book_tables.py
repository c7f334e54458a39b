"""The models read the checked rows, each file as one typed table."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from book import read_book
from book.tables import write_book_tables
from tests.book.book_copies import DEFAULT_BOOK, DEFINITIONS, BookCopy

FILES = sorted(
    path.relative_to(DEFAULT_BOOK).as_posix() for path in DEFAULT_BOOK.glob("*/*.csv")
)


@pytest.fixture
def tables(book_copy: BookCopy, tmp_path: Path) -> Path:
    """The default book's tables."""
    write_book_tables(read_book(book_copy.folder).rows, tmp_path / "tables")
    return tmp_path / "tables"


@pytest.mark.parametrize("file", FILES)
def test_every_row_and_column_of_a_file_is_in_its_table(
    book_copy: BookCopy, tables: Path, file: str
) -> None:
    header = (book_copy.folder / file).read_text(encoding="utf-8").split("\n")[0]

    table = pq.read_table(tables / f"{Path(file).stem}.parquet")

    assert table.column_names == header.split(",")
    assert table.num_rows == len(book_copy.rows(file))


def test_cells_are_typed_and_an_empty_cell_is_null(tables: Path) -> None:
    """The row of mql_v1, as seeds/definitions/stage_definitions.csv has it."""
    table = pq.read_table(tables / "stage_definitions.parquet")
    (mql_v1,) = (row for row in table.to_pylist() if row["definition_id"] == "mql_v1")

    assert mql_v1["version"] == 1
    assert mql_v1["valid_from"] is None
    assert mql_v1["valid_to"] == date(2026, 1, 1)
    assert table.schema.field("valid_from").type == pa.date32()


def test_points_are_doubles_and_flags_booleans(tables: Path) -> None:
    scores = pq.read_table(tables / "score_rules.parquet").schema
    rules = pq.read_table(tables / "stage_rules.parquet").schema

    assert scores.field("points").type == pa.float64()
    assert rules.field("is_negated").type == pa.bool_()
    assert rules.field("value").type == pa.string()


def test_what_the_book_leaves_open_is_null_of_the_columns_type(tables: Path) -> None:
    """`other` is neither online nor offline; a burst has a count, a domain has none."""
    channels = pq.read_table(tables / "channels.parquet")
    exclusions = pq.read_table(tables / "exclusion_rules.parquet")
    bounds = pq.read_table(tables / "mapping_bounds.parquet").schema
    online = {row["channel"]: row["is_online"] for row in channels.to_pylist()}
    counts = {row["exclusion_id"]: row["min_count"] for row in exclusions.to_pylist()}

    assert channels.schema.field("is_online").type == pa.bool_()
    assert (online["email"], online["flyer"], online["other"]) == (True, False, None)
    assert exclusions.schema.field("within_seconds").type == pa.int64()
    assert (counts["mail_robots"], counts["universities"]) == (5, None)
    assert bounds.field("max_unmapped_share").type == pa.float64()


def test_hours_are_texts_and_amounts_doubles(tables: Path) -> None:
    """Monday from 09:00 to 18:00; expansion alone is a team's own target."""
    hours = pq.read_table(tables / "business_hours.parquet")
    targets = pq.read_table(tables / "kpi_targets.parquet")
    monday = {"day_of_week": 1, "opens_at": "09:00", "closes_at": "18:00"}
    teams = {row["source_group"]: row["owner_team"] for row in targets.to_pylist()}

    assert hours.to_pylist()[0] == monday | {"valid_from": None, "valid_to": None}
    assert hours.schema.field("day_of_week").type == pa.int64()
    assert targets.schema.field("target_amount").type == pa.float64()
    assert targets.schema.field("period_on").type == pa.date32()
    assert (teams["marketing"], teams["expansion"]) == (None, "customer_success")


def test_a_mapping_without_rows_is_an_empty_table_with_its_columns(
    book_copy: BookCopy, tmp_path: Path
) -> None:
    book_copy.write("mappings/channel.csv", [])

    counts = write_book_tables(read_book(book_copy.folder).rows, tmp_path / "tables")
    table = pq.read_table(tmp_path / "tables" / "channel.parquet")

    assert counts["channel"] == table.num_rows == 0
    assert table.column_names == ["source", "source_value", "channel"]


def test_a_definition_of_quotes_arrives_as_written(
    book_copy: BookCopy, tmp_path: Path
) -> None:
    sentence = 'Score "80", or more; a seminar\'s price list, 50%'
    book_copy.change(DEFINITIONS, "mql_v2", statement_en=sentence)

    write_book_tables(read_book(book_copy.folder).rows, tmp_path / "tables")
    table = pq.read_table(tmp_path / "tables" / "stage_definitions.parquet")

    assert sentence in table.column("statement_en").to_pylist()
