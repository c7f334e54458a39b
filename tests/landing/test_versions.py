"""Exact duplicates, conflicts and versions, in any order and any split into files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.landing.small_tool import Tool

AT = "2026-01-05 10:00:00"


def events(*rows: tuple[str, str]) -> str:
    """A file of events from (event_id, note)."""
    lines = "".join(f"{key},{AT},{note}\n" for key, note in rows)
    return "event_id,happened_at,note\n" + lines


def people(*rows: tuple[str, str, str]) -> str:
    """A file of people from (person_id, status, updated_at)."""
    lines = "".join(",".join(row) + "\n" for row in rows)
    return "person_id,status,updated_at\n" + lines


def live_events(tool: Tool) -> list[tuple[Any, Any]]:
    return sorted((row["event_id"], row["note"]) for row in tool.live("events"))


def test_an_exact_duplicate_lands_once_and_is_counted(tool: Tool) -> None:
    tool.put("events/1.csv", events(("1", "a"), ("2", "b"), ("1", "a")))
    tool.put("events/2.csv", events(("2", "b"), ("3", "c")))
    report = tool.land()
    feed = next(f for f in report.feeds if f.table_name == "events")
    assert live_events(tool) == [("1", "a"), ("2", "b"), ("3", "c")]
    assert (feed.physical_records, feed.landed, feed.exact_duplicates) == (5, 3, 2)


def test_a_redelivered_row_is_a_duplicate_of_the_landed_one(tool: Tool) -> None:
    tool.put("events/1.csv", events(("1", "a")))
    tool.land()
    tool.put("events/2.csv", events(("1", "a"), ("2", "b")))
    tool.land()
    assert live_events(tool) == [("1", "a"), ("2", "b")]
    assert tool.lines[-1] == (
        "landing tool/events: 2 rows read, 1 landed, 0 quarantined, 1 exact duplicates"
    )


def test_rows_in_conflict_are_all_quarantined(tool: Tool) -> None:
    tool.put("events.csv", events(("1", "a"), ("1", "b"), ("1", "a"), ("2", "c")))
    tool.land()
    assert live_events(tool) == [("2", "c")]
    assert [row[:2] for row in tool.quarantined()] == [
        (n, "CONFLICT") for n in (1, 2, 3)
    ]


def test_a_conflict_with_a_landed_row_retracts_it(tool: Tool) -> None:
    tool.put("events/1.csv", events(("1", "a"), ("2", "c")))
    tool.land()
    batch = tool.home / "landing/tool/events/00000001.parquet"
    before = batch.read_bytes()
    tool.put("events/2.csv", events(("1", "b")))
    report = tool.land()
    assert live_events(tool) == [("2", "c")]
    assert batch.read_bytes() == before
    feed = next(f for f in report.feeds if f.table_name == "events")
    assert (feed.landed, feed.quarantined, feed.retracted) == (2, 1, 1)


def test_a_conflict_stays_one_when_a_side_comes_again(tool: Tool) -> None:
    """First conflict within one file, so that none of its rows ever landed."""
    tool.put("events/1.csv", events(("1", "a"), ("1", "b")))
    tool.land()
    tool.put("events/2.csv", events(("1", "a"), ("2", "c")))
    tool.land()
    tool.put("events/3.csv", events(("1", "a"), ("3", "d")))
    tool.land()
    assert live_events(tool) == [("2", "c"), ("3", "d")]


def test_a_retracted_row_is_retracted_once(tool: Tool) -> None:
    for number, note in enumerate("abc"):
        tool.put(f"events/{number}.csv", events(("1", note)))
        tool.land()
    (gone,) = tool.rows("from '{home}/landing/_retracted.parquet'")
    assert (gone["batch_number"], gone["row_number"]) == (1, 1)
    assert gone["reason_code"] == "CONFLICT"


def test_versions_with_different_stamps_land_side_by_side(tool: Tool) -> None:
    tool.put("people.csv", people(("1", "new", AT), ("1", "won", "2026-01-06")))
    tool.land()
    assert [row["status"] for row in tool.live("people")] == ["new", "won"]


def test_one_stamp_with_two_payloads_is_a_conflict(tool: Tool) -> None:
    tool.put("people.csv", people(("1", "new", AT), ("1", "won", AT)))
    tool.land()
    assert tool.live("people") == []


def test_without_a_stamp_the_newest_delivery_wins(tool: Tool) -> None:
    tool.put("people/1.csv", people(("1", "new", ""), ("2", "new", "")))
    tool.land()
    tool.put("people/2.csv", people(("1", "won", ""), ("2", "new", "")))
    tool.land()
    found = [
        (row["person_id"], row["status"], row["_delivery_number"])
        for row in tool.live("people")
    ]
    assert found == [("1", "new", 1), ("2", "new", 1), ("1", "won", 2)]


def test_a_table_by_delivery_keeps_one_version_a_delivery(tool: Tool) -> None:
    head = "item_id,price\n"
    for text in ("A,1\nB,1\n", "A,2\nB,1\n", "A,1\nB,1\n"):
        tool.put("prices.csv", head + text)
        tool.land()
    found = [
        (r["item_id"], r["price"], r["_delivery_number"]) for r in tool.live("prices")
    ]
    assert found == [("A", 1, 1), ("B", 1, 1), ("A", 2, 2), ("A", 1, 3)]


def test_two_prices_in_one_delivery_conflict_and_leave_earlier_ones(tool: Tool) -> None:
    tool.put("prices/1.csv", "item_id,price\nA,1\n")
    tool.land()
    tool.put("prices/2.csv", "item_id,price\nA,2\n")
    tool.put("prices/3.csv", "item_id,price\nA,3\n")
    tool.land()
    tool.put("prices/4.csv", "item_id,price\nA,4\n")
    tool.land()
    found = [(r["price"], r["_delivery_number"]) for r in tool.live("prices")]
    assert found == [(1, 1), (4, 3)]


def test_a_faulty_row_is_no_side_of_a_conflict(tool: Tool) -> None:
    tool.put("people.csv", "person_id,email\n1,a@b.example\n1,nonsense\n")
    tool.land()
    assert [row["email"] for row in tool.live("people")] == ["a@b.example"]


ROWS = st.lists(
    st.tuples(st.sampled_from("123"), st.sampled_from(["a", "b", ""])), max_size=8
)
PARTS = st.lists(st.integers(0, 3), min_size=8, max_size=8)


def landed_from(
    rows: list[tuple[str, str]], parts: list[int], are_deliveries: bool
) -> list[tuple[Any, Any]]:
    """Live events after ``rows`` came in files, each row in that of its part."""
    with tempfile.TemporaryDirectory() as folder:
        tool = Tool(Path(folder))
        tool.put("events/0.csv", events())
        for part in sorted(set(parts)):
            own = [row for row, of in zip(rows, parts, strict=False) if of == part]
            tool.put(f"events/{part + 1}.csv", events(*own))
            if are_deliveries:
                tool.land()
        tool.land()
        return live_events(tool)


@settings(max_examples=25, deadline=None)
@given(data=st.data(), rows=ROWS, parts=PARTS, are_deliveries=st.booleans())
def test_neither_order_nor_split_changes_what_is_live(
    data: st.DataObject,
    rows: list[tuple[str, str]],
    parts: list[int],
    are_deliveries: bool,
) -> None:
    """Live are the identities that came with one payload only, once each."""
    payloads: dict[str, set[str]] = {}
    for key, note in rows:
        payloads.setdefault(key, set()).add(note)
    expected = sorted(
        (key, *(note or None for note in notes))
        for key, notes in payloads.items()
        if len(notes) == 1
    )
    shuffled = data.draw(st.permutations(rows))
    assert landed_from(shuffled, parts, are_deliveries) == expected
