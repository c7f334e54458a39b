"""What a CSV file may look like and still land exactly."""

from __future__ import annotations

import json

import pytest

import landing.csv_reader
from tests.landing.small_tool import Tool

HEAD = "event_id,lead_id,happened_at,note\n"
AT = "2026-01-05 10:00:00"


def notes(tool: Tool) -> list[str | None]:
    return [row["note"] for row in tool.live("events")]


def numbers(tool: Tool) -> list[int]:
    return [row["_row_number"] for row in tool.live("events")]


def test_newline_comma_and_doubled_quote_inside_quotes_stay_exact(tool: Tool) -> None:
    tool.put(
        "events.csv", HEAD + f'1,L,{AT},"a,b"\n2,L,{AT},"c\r\nd"\n3,L,{AT},"""e"""\n'
    )
    tool.land()
    assert notes(tool) == ["a,b", "c\r\nd", '"e"']
    assert numbers(tool) == [1, 2, 3]


def test_a_quote_within_an_unquoted_field_is_text(tool: Tool) -> None:
    tool.put("events.csv", HEAD + f'1,L,{AT},5" pipe\n2,L,{AT},"x"\n3,L,{AT},a""b\n')
    tool.land()
    assert notes(tool) == ['5" pipe', "x", 'a""b']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_reads_alike(tool: Tool, end: str) -> None:
    text = HEAD + f"1,L,{AT},x\n2,L,{AT},y\n"
    tool.put("events.csv", text.replace("\n", end))
    tool.land()
    assert notes(tool) == ["x", "y"]


def test_mixed_line_ends_and_a_missing_last_one_read_alike(tool: Tool) -> None:
    tool.put("events.csv", HEAD + f"1,L,{AT},x\r\n2,L,{AT},y\r3,L,{AT},z")
    tool.land()
    assert notes(tool) == ["x", "y", "z"]


def test_a_byte_order_mark_is_no_part_of_the_first_heading(tool: Tool) -> None:
    tool.put("events.csv", b"\xef\xbb\xbf" + (HEAD + f"1,L,{AT},x\n").encode())
    tool.land()
    assert notes(tool) == ["x"]
    assert "BOM" in tool.lines[0]


def test_blank_lines_are_no_records(tool: Tool) -> None:
    tool.put("events.csv", "\n" + HEAD + f"\n1,L,{AT},x\n\n\n2,L,{AT},y\n\n")
    tool.land()
    assert numbers(tool) == [1, 2]


def test_row_numbers_stay_physical_after_ragged_and_faulty_rows(tool: Tool) -> None:
    """Records 2 (short), 4 (no key) and 5 (long) do not land; 1, 3 and 6 do."""
    tool.put(
        "events.csv",
        HEAD
        + f'1,L,{AT},"a\nb"\n2,L\n3,L,{AT},x\n,L,{AT},x\n5,L,{AT},x,y\n6,L,{AT},x\n',
    )
    tool.land()
    assert numbers(tool) == [1, 3, 6]
    assert tool.quarantined() == [
        (2, "FIELD_COUNT", None),
        (4, "NULL_KEY", "event_id"),
        (5, "FIELD_COUNT", None),
    ]


def test_row_numbers_hold_across_blocks(
    tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every 7th of 2,000 records is short; blocks of 512 bytes hold about 12."""
    monkeypatch.setattr(landing.csv_reader, "BLOCK", 512)
    rows = [f"{n},L" if n % 7 == 0 else f'{n},L,{AT},"n\n{n}"' for n in range(1, 2001)]
    tool.put("events.csv", HEAD + "\n".join(rows) + "\n")
    tool.land()
    landed = [(row["_row_number"], row["event_id"]) for row in tool.live("events")]
    assert landed == [(n, str(n)) for n in range(1, 2001) if n % 7]


def test_a_quarantined_row_is_kept_as_delivered(tool: Tool) -> None:
    tool.put("events.csv", HEAD + f'1,"L, 1"\n,会社,{AT},"x"\n')
    tool.land()
    rows = tool.rows("from '{home}/quarantine/00000001.parquet' order by row_number")
    assert [json.loads(row["record"]) for row in rows] == [
        ["1", "L, 1"],
        [None, "会社", AT, "x"],
    ]


def test_columns_are_bound_by_name_in_any_order(tool: Tool) -> None:
    tool.put("events.csv", f"note,happened_at,event_id\nx,{AT},1\n")
    tool.land()
    (row,) = tool.live("events")
    assert (row["event_id"], row["note"], row["lead_id"]) == ("1", "x", None)


def test_a_declared_japanese_heading_is_its_column(tool: Tool) -> None:
    tool.put("events.csv", f"event_id,リードID,happened_at\n1,L7,{AT}\n")
    tool.land()
    assert tool.live("events")[0]["lead_id"] == "L7"


def test_a_column_outside_the_contract_is_flagged_and_kept_in_raw(tool: Tool) -> None:
    tool.put("events.csv", f'event_id,happened_at,new "x"\n1,{AT},"a ""b"""\n2,{AT},\n')
    tool.land()
    raw = [row["_raw"] for row in tool.live("events")]
    assert json.loads(raw[0]) == {'new "x"': 'a "b"'}
    assert raw[1] is None
    assert "SCHEMA_NEW" in tool.lines[0]


def test_an_unused_heading_may_repeat_and_both_are_kept(tool: Tool) -> None:
    tool.put("events.csv", f"event_id,happened_at,memo,memo\n1,{AT},a,b\n")
    tool.land()
    raw = json.loads(tool.live("events")[0]["_raw"])
    assert raw == {"memo": "a", "memo (2)": "b"}


def test_cp932_with_vendor_characters_reads_exactly(tool: Tool) -> None:
    """髙 ① ㈱ are not in Shift_JIS proper; ソ 表 能 end in the byte of a backslash."""
    text = 'text_id,body\n1,髙①㈱\n2,"ソ,表""能"\n'
    tool.put("old_texts.csv", text.encode("cp932"))
    tool.land()
    assert [r["body"] for r in tool.live("old_texts")] == ["髙①㈱", 'ソ,表"能']


def test_a_control_character_quarantines_its_row_only(tool: Tool) -> None:
    tool.put("events.csv", HEAD + f"1,L,{AT},a\0b\n2,L,{AT},\t=1+1\n3,L,{AT},\x1b\n")
    tool.land()
    assert notes(tool) == ["\t=1+1"]
    assert [row[:2] for row in tool.quarantined()] == [
        (1, "CONTROL_CHAR"),
        (3, "CONTROL_CHAR"),
    ]


def test_a_field_over_the_limit_quarantines_its_row(tool: Tool) -> None:
    long = "x" * 131_073
    tool.put("events.csv", HEAD + f"1,L,{AT},{long[1:]}\n2,L,{AT},{long}\n")
    tool.land()
    assert numbers(tool) == [1]
    assert tool.quarantined() == [(2, "FIELD_TOO_LONG", "note")]


def test_a_total_line_is_not_a_record(tool: Tool) -> None:
    tool.put("events.csv", HEAD + f"1,L,{AT},x\n合計,1234\n合計,,,1234\n")
    tool.land()
    assert [row[:2] for row in tool.quarantined()] == [
        (2, "NOT_A_RECORD"),
        (3, "NOT_A_RECORD"),
    ]


def test_hostile_text_is_stored_as_it_is(tool: Tool) -> None:
    texts = ["=HYPERLINK(1)", "+81-3-1", "'); DROP TABLE x", "{{ env_var('X') }}"]
    rows = "".join(f"{n},L,{AT},{text}\n" for n, text in enumerate(texts))
    tool.put("events.csv", HEAD + rows)
    tool.land()
    assert notes(tool) == texts
