"""What landing costs follows what is delivered, not what landed before."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import landing.identity_index
import landing.run
from landing.identity_index import IdentityIndex
from landing.layout import QUARANTINE, Layout
from tests.landing.small_tool import Tool

HEAD = "event_id,lead_id,happened_at,note\n"
JANUARY = "1,L1,2026-01-05 10:00:00,x\n2,L2,2026-01-06 10:00:00,x\n"
FEBRUARY = "3,L1,2026-02-05 10:00:00,x\n4,L2,2026-02-06 10:00:00,x\n"


@pytest.fixture
def two_months(tool: Tool) -> Tool:
    """January is batch 1, February batch 2."""
    tool.put("events/2026-01.csv", HEAD + JANUARY)
    tool.put("events/2026-02.csv", HEAD + FEBRUARY)
    tool.land()
    return tool


def make_unreadable(tool: Tool, batch: int) -> None:
    path = tool.home / f"landing/tool/events/{batch:08d}.parquet"
    path.write_bytes(b"no Parquet any more")


def live_ids(tool: Tool) -> list[str]:
    return [row["event_id"] for row in tool.live("events")]


def test_a_delivery_reads_no_batch_of_a_month_that_it_does_not_touch(
    two_months: Tool,
) -> None:
    """February comes again with a changed row and a new one; January is not missed."""
    make_unreadable(two_months, 1)
    again = FEBRUARY.replace("06 10:00:00,x", "06 10:00:00,y")
    new = "5,L3,2026-02-07 10:00:00,x\n"
    two_months.put("events/2026-02b.csv", HEAD + again + new)
    two_months.land()
    assert two_months.lines[-2:] == [
        "landing tool/events: 3 rows read, 1 landed, 1 quarantined (CONFLICT 1), "
        "1 exact duplicates",
        "landing tool/events: 1 rows landed earlier retracted (CONFLICT)",
    ]


def test_a_delivery_of_new_rows_reads_no_landed_batch(two_months: Tool) -> None:
    for batch in (1, 2):
        make_unreadable(two_months, batch)
    two_months.put("events/2026-03.csv", HEAD + "5,L3,2026-03-01 10:00:00,x\n")
    assert two_months.land().new_batches == 1


def test_a_month_that_a_delivery_touches_is_read(two_months: Tool) -> None:
    make_unreadable(two_months, 1)
    two_months.put("events/2026-01b.csv", HEAD + JANUARY.replace("x", "y"))
    assert two_months.refused().code == "HOME_UNREADABLE"


def test_an_event_that_comes_again_in_another_month_is_a_conflict(
    two_months: Tool,
) -> None:
    moved = JANUARY.splitlines()[0].replace("2026-01", "2026-02") + "\n"
    two_months.put("events/2026-02b.csv", HEAD + moved)
    two_months.land()
    assert live_ids(two_months) == ["2", "3", "4"]


def test_a_run_that_failed_leaves_no_identities(
    two_months: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Event 5 never lands, as batch 3; then batch 3 is event 6, and 5 is new."""

    def fails(*args: object) -> None:
        raise RuntimeError

    path = two_months.put("events/3.csv", HEAD + "5,L3,2026-03-01 10:00:00,x\n")
    with monkeypatch.context() as patch:
        patch.setattr(landing.run, "commit", fails)
        with pytest.raises(RuntimeError):
            two_months.land()
    path.unlink()
    two_months.put("events/4.csv", HEAD + "6,L3,2026-03-01 10:00:00,x\n")
    two_months.land()
    two_months.put("events/5.csv", HEAD + "5,L3,2026-03-01 10:00:00,y\n")
    two_months.land()
    assert live_ids(two_months) == ["1", "2", "3", "4", "6", "5"]


@pytest.mark.parametrize("damage", ["lost", "cut off"])
def test_a_lost_or_damaged_index_is_made_again(two_months: Tool, damage: str) -> None:
    """From what landed and what was refused: event 7 is in conflict since before."""
    conflict = "7,L1,2026-03-01 10:00:00,x\n7,L1,2026-03-01 10:00:00,y\n"
    two_months.put("events/2026-03.csv", HEAD + conflict)
    two_months.land()
    for path in (two_months.home / "landing/_identities/tool/events").iterdir():
        if damage == "lost":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[:-8])
    again = JANUARY.replace("06 10:00:00,x", "06 10:00:00,y")
    two_months.put("events/again.csv", HEAD + again + conflict.splitlines()[0] + "\n")
    two_months.land()
    assert live_ids(two_months) == ["1", "3", "4"]


@pytest.fixture
def of_two_files(two_months: Tool, monkeypatch: pytest.MonkeyPatch) -> Tool:
    """March is batch 3: event 6 landed, and both rows of event 7 refused.

    One entry fits into a file, so what landed of March and what was refused have files
    of their own.
    """
    monkeypatch.setattr(landing.identity_index, "LIMIT", 1)
    two_months.put("events/2026-03.csv", HEAD + MARCH + SEVEN + SEVEN.replace("x", "y"))
    two_months.land()
    assert len(march_files(two_months)) == 2
    return two_months


MARCH = "6,L3,2026-03-01 10:00:00,x\n"
SEVEN = "7,L1,2026-03-01 10:00:00,x\n"


def march_files(tool: Tool) -> list[Path]:
    folder = tool.home / "landing/_identities/tool/events"
    return sorted(folder.glob("00000003-00000003.*"))


@pytest.mark.parametrize("lost", [0, 1])
def test_a_lost_file_of_several_is_noticed(of_two_files: Tool, lost: int) -> None:
    march_files(of_two_files)[lost].unlink()
    of_two_files.put("events/again.csv", HEAD + MARCH + SEVEN)
    of_two_files.land()
    assert live_ids(of_two_files) == ["1", "2", "3", "4", "6"]
    assert len(march_files(of_two_files)) == 2


@pytest.mark.parametrize("renamed", [0, 1])
def test_an_index_that_was_made_again_in_part_is_noticed(
    of_two_files: Tool, monkeypatch: pytest.MonkeyPatch, renamed: int
) -> None:
    """Killed before the first or the second file of March has its name."""
    for path in march_files(of_two_files):
        path.unlink()
    of_two_files.put("events/again.csv", HEAD + MARCH + SEVEN)
    rename = Path.replace

    def fails(path: Path, goal: Path) -> Path:
        if goal.name.startswith(f"00000003-00000003.{renamed}"):
            raise KeyboardInterrupt
        return rename(path, goal)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        with pytest.raises(KeyboardInterrupt):
            of_two_files.land()
    of_two_files.land()
    assert live_ids(of_two_files) == ["1", "2", "3", "4", "6"]
    assert [path.suffix for path in march_files(of_two_files)] == [".npy", ".npy"]


def test_files_that_are_not_the_index_are_left_alone(two_months: Tool) -> None:
    """And an index of before, which did not say of how many files, is made again."""
    folder = two_months.home / "landing/_identities/tool/events"
    note = folder / "copy of x.npy"
    note.write_bytes(b"?")
    for path in folder.glob("0*.npy"):
        path.rename(folder / f"{path.name.split('.')[0]}.0.npy")
    two_months.put("events/again.csv", HEAD + JANUARY + "5,L3,2026-03-01 10:00:00,x\n")
    two_months.land()
    assert live_ids(two_months) == ["1", "2", "3", "4", "5"]
    assert note.exists()
    assert all("-of-1." in path.name for path in folder.glob("0*"))


BATCHES = st.lists(st.lists(st.integers(0, 4), max_size=6), min_size=1, max_size=9)


@settings(max_examples=150, deadline=None)
@given(
    batches=BATCHES,
    wanted=st.lists(st.integers(0, 5), max_size=8),
    reopened=st.sets(st.integers(1, 9), min_size=4),
)
def test_the_index_knows_every_place_of_an_identity(
    batches: list[list[int]], wanted: list[int], reopened: set[int]
) -> None:
    """Five entries fit into a run, so runs are merged, full and of several files."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(landing.identity_index, "LIMIT", 5)
        layout = Layout(Path(folder))
        index = IdentityIndex(layout, "tool", "events", [])
        for number, hashes in enumerate(batches, 1):
            if number in reopened:
                index = IdentityIndex(layout, "tool", "events", list(range(1, number)))
            index.add(number, *batch_files(layout, number, hashes))
        index.sync()
        found = [
            (int(identity), int(number), int(row), bool(refused))
            for entries in index.seen(np.array(wanted, np.uint64))
            for identity, number, row, refused in zip(
                entries.hashes,
                entries.batch_numbers,
                entries.row_numbers,
                entries.is_refused,
                strict=True,
            )
        ]
    assert sorted(found) == sorted(
        (identity, number, row, row % 2 == 0)
        for number, hashes in enumerate(batches, 1)
        for row, identity in enumerate(hashes, 1)
        if identity in wanted
    )


def batch_files(
    layout: Layout, number: int, hashes: list[int]
) -> tuple[Path, Path | None]:
    """A batch whose odd rows landed and whose even rows were refused."""
    rows = list(enumerate(hashes, 1))
    landed = layout.batch("tool", "events", number)
    landed.parent.mkdir(parents=True, exist_ok=True)
    odd = {
        "_identity_hash": pa.array([h for row, h in rows if row % 2], pa.uint64()),
        "_row_number": pa.array([row for row, _ in rows if row % 2], pa.int64()),
    }
    pq.write_table(pa.table(odd), landed)
    even = [
        {"identity_hash": identity, "row_number": row}
        for row, identity in rows
        if row % 2 == 0
    ]
    refused = layout.quarantine(number)
    refused.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(even, schema=QUARANTINE), refused)
    return landed, refused
