"""A company of several blocks is written as Parquet files, block after block."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from demo import write_demo
from demo.blocks import Block, blocks_of
from demo.catalogue import Catalogue, draw_catalogue
from demo.files import ParquetFiles
from demo.stories import all_stories
from demo.tables import layouts
from demo.world import draw_block, draw_shared
from tests.demo.raw_tables import content_of

_LEADS, _SEED = 500, 6


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 200 leads, so that 500 leads are three blocks."""
    monkeypatch.setattr("demo.blocks.LARGEST_BLOCK", 200)


@pytest.fixture
def large_raw(tmp_path: Path) -> Path:
    """A company of three blocks."""
    write_demo(raw=tmp_path / "raw", leads=_LEADS, seed=_SEED)
    return tmp_path / "raw"


def _files(raw: Path, table: str) -> list[Path]:
    batches = sorted((raw / "exports" / table).glob("*.parquet"))
    return batches or [raw / "exports" / f"{table}.parquet"]


def _rows(raw: Path, table: str) -> list[dict[str, Any]]:
    return [
        row for path in _files(raw, table) for row in pq.read_table(path).to_pylist()
    ]


def _write_two_schemas(folder: Path) -> None:
    with ParquetFiles(folder) as files:
        files.append("table/2025-04", pa.table({"id": ["a"]}))
        files.append("table/2025-04", pa.table({"id": [1]}))


def test_every_row_of_every_block_is_delivered(large_raw: Path) -> None:
    blocks = blocks_of(leads=_LEADS, seed=_SEED)
    assert len(blocks) == 3
    catalogue = draw_catalogue(leads=_LEADS, seed=_SEED)
    drawn = [draw_shared(catalogue, seed=_SEED)]
    drawn += [draw_block(block, catalogue) for block in blocks]
    for table, schema in layouts().items():
        expected = {
            row[schema.names[0]]
            for tables in drawn
            for path, rows in tables.items()
            if path.split("/")[0] == table
            for row in rows.to_pylist()
        }
        found = {row[schema.names[0]] for row in _rows(large_raw, table)}
        planted = {
            row[schema.names[0]]
            for story in all_stories()
            for row in story.rows.get(table, [])
        }
        assert found - {"ma-bad-address"} == expected | planted, table


def test_columns_have_the_names_and_types_of_the_contract(large_raw: Path) -> None:
    for table, schema in layouts().items():
        for path in _files(large_raw, table):
            found = pq.read_schema(path)
            assert found.names == schema.names
            for field in schema:
                is_instant = pa.types.is_timestamp(field.type)
                assert (
                    pa.types.is_timestamp(found.field(field.name).type)
                    if is_instant
                    else found.field(field.name).type == field.type
                )


def test_stories_are_planted_once(large_raw: Path) -> None:
    for table in ("ma_touches", "sfa_record_changes", "opportunities"):
        written = [row for story in all_stories() for row in story.rows.get(table, [])]
        key = layouts()[table].names[0]
        found = Counter(row[key] for row in _rows(large_raw, table))
        assert {found[row[key]] for row in written} == {1}


def test_events_lie_in_the_file_of_the_month_in_which_they_arrived(
    large_raw: Path,
) -> None:
    """Rows redelivered from the month before aside: at most 25 a block."""
    files = _files(large_raw, "pageviews")
    assert [path.stem for path in files] == sorted(path.stem for path in files)
    assert len(files) == 18
    for path in files:
        rows = pq.read_table(path).to_pylist()
        earlier = [row for row in rows if f"{row['occurred_at']:%Y-%m}" != path.stem]
        assert len(earlier) <= 3 * 25 < len(rows)


def test_a_block_is_a_row_group(large_raw: Path) -> None:
    """The planted rows of the first block are in its row group, too."""
    path = large_raw / "exports" / "ma_touches" / "2026-03.parquet"
    assert pq.ParquetFile(path).num_row_groups == 3


def test_the_same_seed_gives_the_same_bytes(large_raw: Path, tmp_path: Path) -> None:
    write_demo(raw=tmp_path / "again", leads=_LEADS, seed=_SEED)
    assert content_of(tmp_path / "again") == content_of(large_raw)


@pytest.mark.parametrize("shape", ["exports", "tools"])
def test_memory_does_not_grow_with_the_number_of_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    """What arrow holds as a block begins, from the third of eight blocks on.

    It is the block written before, and what the files remember of their row groups.
    If blocks were kept, the last would find five blocks more than the third.
    """
    held: list[int] = []

    def watched(block: Block, catalogue: Catalogue) -> dict[str, pa.Table]:
        held.append(pa.total_allocated_bytes())
        return draw_block(block, catalogue)

    monkeypatch.setattr("demo.company.draw_block", watched)
    write_demo(raw=tmp_path, leads=1_600, seed=_SEED, shape=shape)
    assert len(held) == 8
    a_block = sum(
        table.nbytes
        for table in draw_block(
            blocks_of(leads=1_600, seed=_SEED)[0],
            draw_catalogue(leads=1_600, seed=_SEED),
        ).values()
    )
    assert max(held[2:]) - min(held[2:]) < 2 * a_block


def test_nothing_is_left_of_files_that_could_not_be_finished(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="schema"):
        _write_two_schemas(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
