"""Files and folders that block a run: their code, one sentence, nothing landed."""

from __future__ import annotations

import re
import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import landing.csv_reader
from tests.landing.small_tool import Tool

HEAD = "event_id,lead_id,happened_at,note\n"
ROW = "1,L,2026-01-05 10:00:00,x\n"

BAD_FILES = {
    "EMPTY_FILE": b"",
    "SCHEMA_MISSING": b"event_id,note\n1,x\n",
    "DUP_COLUMN": b"event_id,happened_at,note,note\n1,2026-01-05,x,y\n",
    "DELIMITER": b"event_id\tlead_id\thappened_at\n1\tL\t2026-01-05\n",
    "UNBALANCED_QUOTE": (HEAD + '1,L,2026-01-05,"x\n' + ROW).encode(),
    "INVALID_BYTES": (HEAD + ROW).encode() + b"2,L,2026-01-05,\xff\n",
    "ENCODING_MISMATCH": (HEAD + "1,L,2026-01-05,能力\n").encode("cp932"),
    "MIXED_ENCODING": (HEAD + "1,L,2026-01-05,能力\n").encode()
    + "2,L,2026-01-05,能力\n".encode("cp932"),
    "BOM_MIDFILE": (HEAD + ROW + "\ufeff" + ROW).encode(),
    "TRUNCATED": (HEAD + ROW + "2,L,2026").encode(),
}


@pytest.mark.parametrize("code", BAD_FILES)
def test_a_bad_file_blocks_the_run_with_its_code(tool: Tool, code: str) -> None:
    tool.put("prices.csv", "item_id,price\nA,1\n")
    tool.put("events.csv", BAD_FILES[code])
    error = tool.refused()
    assert error.code == code
    assert "tool/events.csv" in str(error)


def test_the_line_of_bad_bytes_and_of_an_open_quote_is_named(tool: Tool) -> None:
    tool.put("events.csv", BAD_FILES["INVALID_BYTES"])
    assert "line 3" in str(tool.refused())
    tool.put("events.csv", (HEAD + ROW + ROW + '1,L,2026-01-05,"x\n').encode())
    assert "line 4" in str(tool.refused())


def test_the_byte_where_another_encoding_begins_is_named(tool: Tool) -> None:
    """The heading line has 34 bytes, and `1,L,2026-01-05,` 15: byte 49, from 0."""
    tool.put("events.csv", BAD_FILES["ENCODING_MISMATCH"])
    assert "byte 49" in str(tool.refused())


def test_a_quote_closed_before_the_end_of_its_field_is_unbalanced(tool: Tool) -> None:
    tool.put("events.csv", HEAD + '1,L,2026-01-05,"5" pipe"\n')
    assert tool.refused().code == "UNBALANCED_QUOTE"


def test_an_open_quote_that_later_quotes_would_close_is_unbalanced(tool: Tool) -> None:
    rows = '1,L,2026-01-05,"open\n2,L,2026-01-05,x\n3,L,2026-01-05,"y"\n'
    tool.put("events.csv", HEAD + rows)
    error = tool.refused()
    assert (error.code, "line 2" in str(error)) == ("UNBALANCED_QUOTE", True)


def test_utf16_is_refused(tool: Tool) -> None:
    tool.put("events.csv", (HEAD + ROW).encode("utf-16"))
    assert tool.refused().code == "ENCODING_MISMATCH"


def test_utf8_declared_as_cp932_is_refused(tool: Tool) -> None:
    tool.put("old_texts.csv", "text_id,body\n1,株式会社\n".encode())
    assert tool.refused().code == "ENCODING_MISMATCH"


def test_a_record_longer_than_a_block_is_refused(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing.csv_reader, "BLOCK", 1024)
    tool.put("events.csv", HEAD + ROW + f"2,L,2026-01-05,{'x' * 5000}\n" + ROW)
    assert tool.refused().code == "RECORD_TOO_LONG"


def test_two_headings_of_one_column_are_a_duplicate(tool: Tool) -> None:
    tool.put("events.csv", "event_id,happened_at,lead_id,リードID\n1,2026-01-05,a,b\n")
    assert tool.refused().code == "DUP_COLUMN"


def test_no_error_repeats_a_cell(tool: Tool) -> None:
    tool.put("events.csv", "a@b.example,2026-01-05\n1,2\n")
    assert "a@b.example" not in str(tool.refused())


def test_a_heading_line_alone_is_flagged_without_a_floor(tool: Tool) -> None:
    tool.put("events.csv", HEAD)
    report = tool.land()
    feed = next(f for f in report.feeds if f.table_name == "events")
    assert (feed.has_landed, feed.has_rows, feed.batches) == (True, False, 1)
    assert "NO_ROWS" in tool.lines[0]


def test_a_heading_line_alone_is_refused_under_a_floor(tool: Tool) -> None:
    tool.put("needed.csv", "needed_id,origin\n")
    assert tool.refused().code == "ROW_FLOOR"


def test_a_column_that_must_exist_may_be_empty_but_not_absent(tool: Tool) -> None:
    tool.put("needed.csv", "needed_id\n1\n")
    assert tool.refused().code == "SCHEMA_MISSING"
    tool.put("needed.csv", "needed_id,origin\n1,\n")
    assert tool.land().new_batches == 1


def test_a_required_table_must_be_delivered(tool: Tool) -> None:
    contract = tool.contracts / "sources" / "tool.odcs.yaml"
    text = contract.read_text("utf-8")
    marked = "- name: needed\n    businessName: x\n"
    text = text.replace("- name: needed\n", marked).replace(
        "GreaterOrEqualTo: 1}]\n    customProperties: [",
        "GreaterOrEqualTo: 1}]\n    customProperties: "
        "[{property: isRequired, value: true}, ",
    )
    contract.write_text(text, "utf-8")
    tool.put("events.csv", HEAD + ROW)
    error = tool.refused()
    assert error.code == "MISSING_TABLE"
    assert "needed" in str(error)


@pytest.mark.parametrize("name", ["nobody", "../tool", "to*l", "TOOL", ""])
def test_an_unknown_source_is_refused(tool: Tool, name: str) -> None:
    error = tool.refused([name])
    assert error.code == "UNKNOWN_SOURCE"
    assert "tool" in str(error)


def test_a_missing_folder_is_refused(tool: Tool) -> None:
    assert tool.refused().code == "RAW_MISSING"
    (tool.raw / "tool").rmdir()
    assert tool.refused().code == "RAW_MISSING"
    shutil.rmtree(tool.raw)
    assert tool.refused().code == "RAW_MISSING"


def test_a_missing_folder_is_named_with_what_to_do(tool: Tool) -> None:
    (tool.raw / "tool").rmdir()
    assert str(tool.refused()) == (
        f"The folder of raw files {tool.raw}/tool does not exist: deliver the files of "
        "tool there, or correct HANDOFF_RAW or HANDOFF_SOURCES."
    )


@pytest.mark.parametrize("name", ["events.csv", "events.parquet", "prices/1.csv"])
def test_a_folder_in_the_place_of_a_file_is_refused(tool: Tool, name: str) -> None:
    tool.put("people.csv", "person_id\nL1\n")
    (tool.raw / "tool" / name).mkdir(parents=True)
    error = tool.refused()
    assert error.code == "NOT_A_FILE"
    assert f"tool/{name} is a folder" in str(error)


@pytest.mark.parametrize("name", ["events.csv", "prices/1.csv", "events"])
def test_a_link_to_nowhere_is_refused(tool: Tool, name: str) -> None:
    link = tool.put("people.csv", "person_id\nL1\n").parent / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to("/nowhere/at/all")
    error = tool.refused()
    assert error.code == "NOT_A_FILE"
    assert f"tool/{name} is a link that leads nowhere" in str(error)


def test_a_link_to_a_file_and_to_a_folder_is_followed(tool: Tool) -> None:
    tool.put("elsewhere/1.csv", HEAD + ROW)
    folder = tool.raw / "tool"
    (folder / "events").symlink_to(folder / "elsewhere")
    (folder / "events.csv").symlink_to(tool.put("real", HEAD + ROW + ROW))
    assert tool.land().new_batches == 2


def test_a_batch_file_that_changed_is_refused(tool: Tool) -> None:
    tool.put("events/2026-01.csv", HEAD + ROW)
    tool.land()
    tool.put("events/2026-01.csv", HEAD + ROW.replace("1,", "2,"))
    assert tool.refused().code == "FILE_REWRITTEN"


def test_a_changed_table_file_is_the_next_batch(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    tool.put("events.csv", HEAD + "2,L,2026-01-05,y\n")
    assert tool.land().watermark == 2
    assert [row["event_id"] for row in tool.live("events")] == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "schema: [\n",
        "schema: []\n",
        "a: &x [1]\nschema: *x\n",
        "schema: []\nschema: []\n",
        "schema: [{name: t, properties: [{name: c, physicalType: VARCHAR}]}]\n",
    ],
)
def test_a_broken_contract_is_refused_in_one_sentence(tool: Tool, text: str) -> None:
    (tool.contracts / "sources" / "tool.odcs.yaml").write_text(text, "utf-8")
    error = tool.refused()
    assert error.code == "CONTRACT_INVALID"
    assert re.fullmatch(r"The source contract tool\.odcs\.yaml .*\.", str(error))


def test_a_home_made_with_another_secret_is_refused(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.land()
    with pytest.raises(Exception, match="another secret"):
        tool.land(secret=b"other")


def test_parquet_of_another_type_is_refused(tool: Tool) -> None:
    rows = {"event_id": ["1"], "happened_at": [True]}
    pq.write_table(pa.table(rows), tool.put("events.parquet", b""))
    assert tool.refused().code == "TYPE_MISMATCH"


def test_parquet_without_a_footer_is_truncated_and_other_bytes_unreadable(
    tool: Tool,
) -> None:
    path = tool.put("events.parquet", b"")
    assert tool.refused().code == "EMPTY_FILE"
    pq.write_table(pa.table({"event_id": ["1"]}), path)
    path.write_bytes(path.read_bytes()[:-6])
    assert tool.refused().code == "TRUNCATED"
    path.write_bytes(b"event_id\n1\n")
    assert tool.refused().code == "UNREADABLE"


def test_a_file_that_is_not_read_is_said(tool: Tool) -> None:
    tool.put("events/1.csv", HEAD + ROW)
    for name in ("evnets.csv", "people.CSV", "prices.xlsx", "events/2.txt", "LICENSE"):
        tool.put(name, HEAD + ROW)
    tool.put("measures", HEAD + ROW)
    tool.land()
    assert tool.lines[:-1] == [
        f"landing tool/{name}: NOT_A_TABLE, not read"
        for name in (
            "events/2.txt",
            "evnets.csv",
            "measures",
            "people.CSV",
            "prices.xlsx",
        )
    ]


def test_a_home_that_is_a_file_is_refused(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    tool.home.write_text("x")
    assert tool.refused().code == "HOME_UNUSABLE"


def test_a_source_named_twice_lands_once(tool: Tool) -> None:
    tool.put("events.csv", HEAD + ROW)
    assert tool.land(["tool", "tool"]).new_batches == 1
