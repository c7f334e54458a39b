"""The company can be written as its real tools would, whatever its size."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from demo import write_demo
from tests.demo.raw_tables import content_of, newest_versions, rows_of

_SOURCES = {"ads", "cms", "ga4", "marketo", "salesforce"}


def _column(raw: Path, table: str, name: str) -> pa.ChunkedArray:
    paths = sorted((raw / table).glob("*.parquet"))
    return pa.chunked_array(
        [chunk for path in paths for chunk in pq.read_table(path)[name].chunks]
    )


@pytest.fixture(scope="module")
def tools_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company of `small_raw`, in the shape of its tools."""
    raw = tmp_path_factory.mktemp("tools")
    write_demo(raw=raw, leads=300, seed=11, shape="tools")
    return raw


def test_the_tools_are_five_sources_of_parquet_files(tools_raw: Path) -> None:
    assert {path.name for path in tools_raw.iterdir()} == _SOURCES
    files = [path for path in tools_raw.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".parquet"}
    assert {len(path.relative_to(tools_raw).parts) for path in files} == {3}


def test_both_shapes_have_the_same_records_stories_among_them(
    tools_raw: Path, small_raw: Path
) -> None:
    exports = newest_versions(rows_of(small_raw, "ma_leads"), "ma_lead_id")
    assert set(_column(tools_raw, "marketo/lead", "id").to_pylist()) == set(
        exports.index
    )
    records = newest_versions(rows_of(small_raw, "sfa_records"), "sfa_record_id")
    sales = [
        value
        for table in ("lead", "contact")
        for value in _column(tools_raw, f"salesforce/{table}", "id").to_pylist()
    ]
    assert set(sales) == set(records.index)


def test_mails_are_sent_in_the_tools_only(tools_raw: Path) -> None:
    sent = _column(tools_raw, "marketo/activity_send_email", "lead_id")
    leads = _column(tools_raw, "marketo/lead", "id")
    assert len(sent) > 10 * 300
    assert pc.all(pc.is_in(sent, value_set=leads)).as_py()


def test_several_blocks_give_the_rows_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.blocks.LARGEST_BLOCK", 200)
    for shape in ("exports", "tools"):
        write_demo(raw=tmp_path / shape, leads=500, seed=6, shape=shape)
    ids = _column(tmp_path / "exports", "exports/ma_leads", "ma_lead_id")
    leads = _column(tmp_path / "tools", "marketo/lead", "id")
    assert set(leads.to_pylist()) == set(ids.to_pylist())
    # A lead was changed, or delivered unchanged, in up to three exports.
    assert len(leads) > len(pc.unique(leads)) > 500
    row_groups = {
        pq.ParquetFile(path).num_row_groups
        for path in (tmp_path / "tools" / "marketo" / "lead").glob("*.parquet")
    }
    assert row_groups == {3}


def test_the_same_seed_gives_the_same_bytes(tools_raw: Path, tmp_path: Path) -> None:
    write_demo(raw=tmp_path, leads=300, seed=11, shape="tools")
    assert content_of(tmp_path) == content_of(tools_raw)


def test_another_shape_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="exports and tools, 'hubspot' was asked for"):
        write_demo(raw=tmp_path, leads=300, seed=11, shape="hubspot")
    assert not list(tmp_path.iterdir())
