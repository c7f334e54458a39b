"""A run as a whole: all or nothing, once and only once, recoverable."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import landing.registries
import landing.run
from landing import LandingError, refuse_damaged
from tests.landing.small_tool import Tool

HEAD = "event_id,lead_id,happened_at,note\n"
ROW = "1,L1,2026-01-05 10:00:00,x\n"


class KilledError(BaseException):
    """Stands for a kill: nothing may catch it."""


def content(home: Path) -> dict[str, bytes]:
    """All files of a home but the feed counts, which no crash can spoil."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file()
    }


def test_delivering_the_same_files_again_changes_nothing(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.put("prices/1.csv", "item_id,price\nA,1\n")
    first = tool.land()
    before = content(tool.home)
    second = tool.land()
    assert content(tool.home) == before
    assert (second.new_batches, second.delivery_number) == (0, first.delivery_number)
    assert second.watermark == first.watermark == 2


def test_the_same_content_under_another_name_is_no_new_batch(tool: Tool) -> None:
    tool.put("events/a.csv", HEAD + ROW)
    tool.put("events/b.csv", HEAD + ROW)
    assert tool.land().new_batches == 1
    tool.put("events/c.csv", HEAD + ROW)
    assert tool.land().new_batches == 0


def test_one_bad_file_keeps_the_good_ones_out(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    before = content(tool.home)
    tool.put("events.csv", HEAD + ROW.replace("1,", "2,", 1))
    tool.put("prices.csv", "")
    assert tool.refused().code == "EMPTY_FILE"
    assert content(tool.home) == before


STEPS = [
    (landing.run, "add_keys"),
    (landing.run, "_put_in_place"),
    (landing.run, "count_feeds"),
    (landing.run, "commit"),
]


@pytest.mark.parametrize(("module", "step"), STEPS)
def test_a_run_killed_before_its_commit_leaves_no_trace(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, module: object, step: str
) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    tool.put("events.csv", HEAD + ROW.replace("x", "y") + "2,L2,2026-01-05,x\n,,,\n")

    def killed(*args: object, **kwargs: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed)
        with pytest.raises(KilledError):
            tool.land()
    again = tool.land()
    assert (again.watermark, again.delivery_number) == (2, 2)
    assert [row["event_id"] for row in tool.live("events")] == ["2"]
    assert len(tool.quarantined()) == 2


@pytest.mark.parametrize("replaced", range(5))
def test_a_run_killed_within_its_commit_is_whole_or_absent_after_a_restart(
    tool: Tool, monkeypatch: pytest.MonkeyPatch, replaced: int
) -> None:
    """Killed after 0, 1, 2, 3, 4 of four registries were replaced.

    The second file contradicts the first, so the retraction must come with the batch.
    """
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    tool.put("events.csv", HEAD + ROW.replace("x", "y"))
    done: list[str] = []
    really = os.replace

    def replace(source: Path, target: Path) -> None:
        if str(source).endswith(".next"):
            if len(done) == replaced:
                raise KilledError
            done.append(str(target))
        really(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(landing.registries.os, "replace", replace)
        if replaced < 4:
            with pytest.raises(KilledError):
                tool.land()
        else:
            tool.land()
    tool.land()
    assert tool.live("events") == []
    (gone,) = tool.rows("from '{home}/landing/_retracted.parquet'")
    assert gone["batch_number"] == 1
    assert not list(tool.home.rglob("*.next"))
    feeds = tool.rows("from '{home}/landing/_feeds.parquet'")
    assert sum(feed["retracted"] for feed in feeds) == 1
    columns = tool.rows("from '{home}/landing/_delivered_columns.parquet'")
    assert {row["batch_number"] for row in columns} == {1, 2}


def test_every_table_has_an_empty_file_with_the_schema_of_its_batches(
    tool: Tool,
) -> None:
    tool.put("events.csv", "event_id,happened_at,new\n1,2026-01-05,z\n")
    tool.put("prices.csv", "item_id,price\nA,1\nA,1\n")
    tool.land()
    tables = {path.name for path in (tool.home / "landing/tool").iterdir()}
    assert {"events", "people", "prices", "measures", "old_texts", "needed"} == tables
    for table in tables:
        first, *others = sorted((tool.home / "landing/tool" / table).iterdir())
        assert first.name == "00000000.parquet"
        assert pq.ParquetFile(first).metadata.num_rows == 0
        for other in others:
            assert pq.read_schema(other).equals(pq.read_schema(first))


def test_a_source_that_is_not_connected_has_tables_without_rows(tool: Tool) -> None:
    other = tool.contracts / "sources" / "other.odcs.yaml"
    tool_contract = tool.contracts / "sources" / "tool.odcs.yaml"
    other.write_bytes(tool_contract.read_bytes())
    tool.put("events.csv", HEAD + ROW)
    report = tool.land()
    feeds = {(feed.source, feed.table_name): feed for feed in report.feeds}
    assert not feeds["other", "events"].is_connected
    assert not feeds["other", "events"].has_landed
    assert feeds["tool", "events"].has_rows
    found = tool.rows("from '{home}/landing/other/events/*.parquet'")
    assert found == []
    assert tool.rows("from '{home}/keys/other/*.parquet'") == []


def test_a_batch_row_says_where_it_comes_from(tool: Tool) -> None:
    path = tool.put("events/a.csv", HEAD + ROW)
    tool.land()
    (batch,) = tool.rows("from '{home}/landing/_batches.parquet'")
    assert batch["file_hash"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (batch["file_name"], batch["batch_number"]) == ("events/a.csv", 1)
    (row,) = tool.live("events")
    assert (row["_batch_number"], row["_delivery_number"], row["_row_number"]) == (
        1,
        1,
        1,
    )
    assert row["_landed_at"] == batch["landed_at"]


def test_every_id_gets_the_pseudonym_of_its_object(tool: Tool) -> None:
    """Ids of people and of the leads that events refer to are of one object."""
    tool.put("events.csv", HEAD + ROW + "2,L2,2026-01-05,x\n3,,2026-01-05,x\n")
    tool.put("people.csv", "person_id\nL1\nL3\n")
    tool.land()
    keys = {
        row["native_id"]: row["record_key"]
        for row in tool.rows("from '{home}/keys/tool/*.parquet'")
    }
    assert sorted(keys) == ["L1", "L2", "L3"]
    text = b"tool\0lead\0L2"
    assert keys["L2"] == hmac.new(b"secret", text, "sha256").hexdigest()[:32]


def test_progress_and_errors_carry_no_values(tool: Tool) -> None:
    rows = "taro@example.jp,nonsense\nhanako@example.jp\n"
    tool.put("people.csv", "person_id,email\n" + rows)
    tool.land()
    assert tool.lines == [
        "landing tool/people: 2 rows read, 0 landed, "
        "2 quarantined (EMAIL 1, FIELD_COUNT 1), 0 exact duplicates"
    ]


def test_a_file_that_grows_while_it_is_read_is_refused(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tool.put("events.csv", HEAD + ROW)
    check = landing.file_reading.check_bytes

    def check_and_grow(*args: object) -> object:
        facts = check(*args)  # type: ignore[arg-type]
        path.write_text(HEAD + ROW + ROW)
        return facts

    monkeypatch.setattr(landing.file_reading, "check_bytes", check_and_grow)
    assert tool.refused().code == "TRUNCATED"


def test_a_reader_that_loses_a_row_is_found_out(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool.put("events.csv", HEAD + ROW)
    monkeypatch.setattr(landing.file_reading, "count_records", lambda path: 2)
    assert tool.refused().code == "COUNT_DIFFERS"


def test_a_damaged_registry_is_named(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    (tool.home / "landing/_batches.parquet").write_bytes(b"PAR1 nonsense")
    assert tool.refused().code == "HOME_UNREADABLE"


BATCH = "landing/tool/events/00000001.parquet"
KEYS = "keys/tool/lead.parquet"


def cut_off(content: bytes) -> bytes:
    """Without its footer, as after a full disk."""
    return content[:-20]


def spoiled(content: bytes) -> bytes:
    """With a footer that holds, and other bytes in its first rows."""
    return content[:20] + bytes([0xAB]) * 60 + content[80:]


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("landing/_retracted.parquet", cut_off),
        ("landing/tool/events/00000000.parquet", cut_off),
        (BATCH, cut_off),
        (BATCH, spoiled),
        (KEYS, cut_off),
        (KEYS, spoiled),
        ("quarantine/00000000.parquet", cut_off),
    ],
)
def test_a_damaged_file_of_the_home_is_named(
    tool: Tool, name: str, damage: Callable[[bytes], bytes]
) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    path = tool.home / name
    path.write_bytes(damage(path.read_bytes()))
    tool.put("events.csv", HEAD + ROW.replace("x", "y"))
    error = tool.refused()
    assert error.code == "HOME_UNREADABLE"
    assert str(error).startswith(f"{name} in the home is damaged: restore it")


def test_only_a_damaged_home_is_blamed(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    refuse_damaged(tool.home)
    (tool.home / BATCH).write_bytes(b"PAR1")
    with pytest.raises(LandingError, match=BATCH):
        refuse_damaged(tool.home)


def test_a_contract_may_grow_before_a_table_landed_but_not_after(tool: Tool) -> None:
    """A column more in `events`, which landed, and in `prices`, which did not."""
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    contract = tool.contracts / "sources" / "tool.odcs.yaml"
    before = contract.read_text("utf-8")
    column = "      - {name: added, physicalType: VARCHAR}\n"
    marks = {table: f"  - name: {table}\n" for table in ("measures", "people")}
    contract.write_text(before.replace(marks["measures"], column + marks["measures"]))
    tool.land()
    found = pq.read_schema(tool.home / "landing/tool/prices/00000000.parquet")
    assert "added" in found.names
    contract.write_text(before.replace(marks["people"], column + marks["people"]))
    error = tool.refused()
    assert (error.code, "tool/events" in str(error)) == ("SCHEMA_CHANGED", True)
