"""The company that speed is measured on: dense, by month, its last day apart."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from demo.blocks import Block, blocks_of
from demo.busy_company import BusyRows, write_busy_company
from demo.catalogue import draw_catalogue
from demo.last_night import NIGHT, NIGHTLY_EXPORTS, split_night
from demo.tables import layouts
from demo.world import draw_block
from tests.demo.raw_tables import content_of

_LEADS, _SEED = 4_000, 9
_NIGHT_BEGINS = datetime(2026, 9, 30)
_EVENTS = ("ma_touches", "pageviews", "sfa_activities")


@pytest.fixture(scope="module")
def block() -> dict[str, pa.Table]:
    """The tables of a busy company of one block."""
    [whole] = blocks_of(leads=_LEADS, seed=_SEED, is_busy=True)
    catalogue = draw_catalogue(leads=_LEADS, seed=_SEED)
    return draw_block(whole, catalogue, NIGHTLY_EXPORTS)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, BusyRows]:
    """A company of ten blocks of 60 leads."""
    monkeypatch.setattr("demo.blocks.LARGEST_BLOCK", 60)
    rows = write_busy_company(tmp_path, leads=600, seed=_SEED, progress=lambda _: None)
    return tmp_path, rows


def _read(folder: Path, table: str) -> list[dict[str, Any]]:
    paths = sorted(folder.glob(f"exports/{table}/*.parquet"))
    paths += sorted(folder.glob(f"exports/{table}.parquet"))
    return [row for path in paths for row in pq.read_table(path).to_pylist()]


def _newest(rows: Iterable[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return {
        row[key]: row
        for row in sorted(rows, key=lambda row: row["updated_at"].timestamp())
    }


def test_a_lead_has_some_54_activities(block: dict[str, pa.Table]) -> None:
    activities = {name: len(block[name]) / _LEADS for name in _EVENTS}
    assert 37 <= activities["ma_touches"] <= 43
    assert 10 <= activities["pageviews"] <= 14
    assert 1 <= activities["sfa_activities"] <= 3
    assert 50 <= sum(activities.values()) <= 58


def test_touches_come_in_sessions_and_are_heavy_tailed(
    block: dict[str, pa.Table],
) -> None:
    """One lead in ten has more than half of the touches, and more than 80 each."""
    touches = block["ma_touches"]
    day = touches["occurred_at"].cast(pa.date32())
    lead_days = pa.table({"lead": touches["ma_lead_id"], "day": day})
    days = lead_days.group_by(["lead", "day"]).aggregate([]).num_rows
    assert 12 <= days / _LEADS <= 16.5
    counted = pc.value_counts(touches["ma_lead_id"]).field("counts").to_numpy()
    most = np.sort(counted)[::-1]
    assert most[: _LEADS // 10].sum() > 0.5 * len(touches)
    assert most[_LEADS // 10] > 80
    assert 300 < most[0] < 1_500
    assert _LEADS - (counted > 3).sum() > 0.15 * _LEADS


def test_a_block_that_is_not_busy_has_no_regulars() -> None:
    catalogue = draw_catalogue(leads=300, seed=_SEED)
    [usual] = blocks_of(leads=300, seed=_SEED)
    assert usual == Block(_SEED, 0, 0, 300)
    assert len(draw_block(usual, catalogue)["ma_touches"]) < 12 * 300


def test_events_lie_in_18_files_by_month(written: tuple[Path, BusyRows]) -> None:
    folder, _ = written
    for table in _EVENTS:
        months = [
            path.stem for path in sorted(folder.glob(f"history/exports/{table}/*"))
        ]
        assert (len(months), months[0], months[-1]) == (18, "2025-04", "2026-09")
    assert {path.stem for path in folder.glob("night/exports/*/*")} == {NIGHT}


def test_every_id_is_of_one_lead_only(written: tuple[Path, BusyRows]) -> None:
    """A block uses no more than 100 ids a lead and table."""
    folder, rows = written
    touches = [
        row
        for part in ("history", "night")
        for row in _read(folder / part, "ma_touches")
    ]
    assert rows.history["ma_touches"] < 100 * 600
    assert len({row["touch_id"] for row in touches}) == (
        rows.history["ma_touches"] + rows.night["ma_touches"]
    )


def test_the_same_seed_gives_the_same_bytes(
    written: tuple[Path, BusyRows], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, rows = written
    again = tmp_path_factory.mktemp("again")
    found = write_busy_company(again, leads=600, seed=_SEED, progress=lambda _: None)
    assert found == rows
    assert content_of(again) == content_of(folder)


def test_no_row_is_lost_between_history_and_night(block: dict[str, pa.Table]) -> None:
    """Events, each once; records, deals: the newest state is that of the whole."""
    before, added = split_night(block)
    paths = {path: path.partition("/")[0] for path in block}
    for name in set(paths.values()) & set(layouts()):
        whole = [
            r for path in block if paths[path] == name for r in block[path].to_pylist()
        ]
        parts = [
            row
            for tables in (before, added)
            for path, table in tables.items()
            if path.partition("/")[0] == name
            for row in table.to_pylist()
        ]
        if "updated_at" in layouts()[name].names:
            key = layouts()[name].names[0]
            assert _newest(parts, key) == _newest(whole, key)
        else:
            assert _counted(parts) == _counted(whole)


def _counted(rows: Iterable[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row.values()) for row in rows)


def test_a_record_of_the_night_was_made_or_changed_that_day(
    block: dict[str, pa.Table],
) -> None:
    """But for the few that every export repeats unchanged: two in a hundred."""
    _, added = split_night(block)
    for name in ("ma_leads", "sfa_records"):
        updated = added[name]["updated_at"].to_pylist()
        unchanged = [stamp for stamp in updated if stamp < _NIGHT_BEGINS]
        assert len(unchanged) < 0.03 * sum(
            len(table) for path, table in block.items() if path.startswith(name)
        )
        assert len(updated) - len(unchanged) > 10


def test_a_deal_that_the_day_closed_was_open_before(
    block: dict[str, pa.Table],
) -> None:
    before, added = split_night(block)
    closed = {
        row["opportunity_id"]
        for row in added["opportunities"].to_pylist()
        if row["is_closed"] and row["created_at"] < _NIGHT_BEGINS
    }
    earlier = _newest(before["opportunities"].to_pylist(), "opportunity_id")
    assert closed
    for deal in closed:
        assert not earlier[deal]["is_closed"]
        assert earlier[deal]["closed_at"] is None
        assert earlier[deal]["updated_at"] < _NIGHT_BEGINS


def test_about_two_percent_of_the_nights_touches_happened_before(
    block: dict[str, pa.Table],
) -> None:
    _, added = split_night(block)
    happened = added["ma_touches"]["occurred_at"].to_pylist()
    late = sum(instant < _NIGHT_BEGINS for instant in happened)
    assert 0.005 <= late / len(happened) <= 0.04


def test_the_night_is_near_one_day_in_365_of_a_year(block: dict[str, pa.Table]) -> None:
    """The last day of a growing company, the day after a newsletter: a busy one."""
    before, added = split_night(block)
    touches = before["ma_touches"]["occurred_at"].to_pylist()
    year = sum(instant >= datetime(2025, 9, 30) for instant in touches)
    assert 1.0 <= len(added["ma_touches"]) / (year / 365) <= 1.8


def test_the_night_of_a_tenth_is_of_the_first_tenth_of_the_leads(
    written: tuple[Path, BusyRows],
) -> None:
    folder, rows = written
    everyone = _read(folder / "night", "ma_touches")
    tenth = _read(folder / "night_of_a_tenth", "ma_touches")
    first = [row for row in everyone if int(row["ma_lead_id"]) < 1_000_001 + 60]
    assert tenth == first
    assert rows.night_of_a_tenth["ma_touches"] == len(tenth) > 0


def test_a_company_of_a_tenth_of_the_leads_has_the_tenths_night(
    written: tuple[Path, BusyRows], tmp_path_factory: pytest.TempPathFactory
) -> None:
    small = tmp_path_factory.mktemp("small")
    rows = write_busy_company(small, leads=60, seed=_SEED, progress=lambda _: None)
    assert rows.night == written[1].night_of_a_tenth
    assert _read(small / "night", "ma_touches") == _read(
        written[0] / "night_of_a_tenth", "ma_touches"
    )
