"""What becomes of single values: taken, coerced with the text kept, or quarantined."""

# Full-width letters and digits are what these tests are about.
# ruff: noqa: RUF001, RUF002

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.landing.small_tool import NOW, Tool


def measure(tool: Tool, column: str, text: str) -> tuple[Any, str | None, str | None]:
    """(landed value, its text in _raw, reason code) of one cell of measures."""
    cell = '"' + text.replace('"', '""') + '"'
    tool.put("measures.csv", f"measure_id,{column}\nM1,{cell}\nM2,\n")
    tool.land()
    found = {row["measure_id"]: row for row in tool.live("measures")}
    assert found["M2"][column] is None
    if "M1" not in found:
        ((number, code, at),) = tool.quarantined()
        assert (number, at) == (1, column)
        return None, None, code
    raw = found["M1"]["_raw"]
    return found["M1"][column], json.loads(raw)[column] if raw else None, None


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("heads", "50", 50),
        ("heads", "-0", 0),
        ("weight", "1.5", 1.5),
        ("weight", "1e3", 1000.0),
        ("cost", "1234.5", Decimal("1234.5000")),
        ("is_on", "true", True),
        ("is_on", "FALSE", False),
        ("due_on", "2026-02-28", date(2026, 2, 28)),
        ("due_on", "1900-01-01", date(1900, 1, 1)),
        ("due_on", "2199-12-31", date(2199, 12, 31)),
        # 10:00 in Tokyo is 01:00 UTC.
        ("local_at", "2026-01-05 10:00:00", datetime(2026, 1, 5, 1)),
        ("local_at", "2026-01-05T10:00", datetime(2026, 1, 5, 1)),
        ("local_at", "2026-01-05 10:00:00.25", datetime(2026, 1, 5, 1, 0, 0, 250000)),
        ("local_at", "2026-01-05T10:00:00Z", datetime(2026, 1, 5, 10)),
        ("local_at", "2026-01-05T10:00:00+0200", datetime(2026, 1, 5, 8)),
        ("local_at", "2026-01-05", datetime(2026, 1, 4, 15)),
    ],
)
def test_a_plain_value_is_taken_as_it_is(
    tool: Tool, column: str, text: str, value: object
) -> None:
    assert measure(tool, column, text) == (value, None, None)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("heads", "５０", 50),
        ("heads", " 50 ", 50),
        ("weight", "\u3000１．５", 1.5),
        ("is_on", "はい", True),
        ("is_on", "○", True),
        ("is_on", "0", False),
        ("is_on", "いいえ", False),
        ("due_on", "2026/2/8", date(2026, 2, 8)),
        ("due_on", "2026年2月8日", date(2026, 2, 8)),
        ("due_on", "2026-2-8", date(2026, 2, 8)),
        ("due_on", "2026/10/31", date(2026, 10, 31)),
        ("due_on", "2026-02-08 00:00:00", date(2026, 2, 8)),
        ("due_on", "令和8年1月1日", date(2026, 1, 1)),
        ("due_on", "R8.1.1", date(2026, 1, 1)),
        ("due_on", "平成31年4月30日", date(2019, 4, 30)),
        ("due_on", "令和元年5月1日", date(2019, 5, 1)),
        ("local_at", "2026/1/5 9:00", datetime(2026, 1, 5)),
        ("local_at", "2026/1/5 09:00-0800", datetime(2026, 1, 5, 17)),
        ("cost", "1.00005", Decimal("1.0001")),
    ],
)
def test_another_writing_is_coerced_and_its_text_kept(
    tool: Tool, column: str, text: str, value: object
) -> None:
    assert measure(tool, column, text) == (value, text, None)
    (batch,) = tool.rows("from '{home}/landing/_batches.parquet'")
    assert batch["coerced_values"] == 1


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("heads", "many", "NUMBER_FORMAT"),
        ("heads", "1,234", "NUMBER_FORMAT"),
        ("heads", "1.5", "RANGE"),
        ("heads", "99999999999999999999", "RANGE"),
        ("weight", "NaN", "RANGE"),
        ("weight", "Infinity", "RANGE"),
        ("cost", "123456789012345678", "RANGE"),
        ("cost", "¥100", "NUMBER_FORMAT"),
        ("is_on", "maybe", "BOOLEAN"),
        ("due_on", "2026-02-30", "DATE_RANGE"),
        ("due_on", "0000-00-00", "DATE_RANGE"),
        ("due_on", "1899-12-30", "DATE_RANGE"),
        ("due_on", "9999-12-31", "DATE_RANGE"),
        ("due_on", "2200-01-01", "DATE_RANGE"),
        ("due_on", "03/04/2026", "AMBIGUOUS_DATE"),
        ("due_on", "平成31年5月1日", "ERA_RANGE"),
        ("due_on", "45678", "EXCEL_DAMAGE"),
        ("due_on", "soon", "DATE_FORMAT"),
        ("due_on", "2026-01-05 10:00", "DATE_FORMAT"),
        ("local_at", "2026-01-05 25:00", "DATE_RANGE"),
        ("local_at", "04/03/2026 10:00", "AMBIGUOUS_DATE"),
        # São Paulo went from 2017-10-14 24:00 to 2017-10-15 01:00 …
        ("paulista_at", "2017-10-15 00:30:00", "NONEXISTENT_TIME"),
        ("paulista_at", "2017-10-15 00:00:00", "NONEXISTENT_TIME"),
        # … and back from 2018-02-18 00:00 to 2018-02-17 23:00.
        ("paulista_at", "2018-02-17 23:30:00", "AMBIGUOUS_TIME"),
    ],
)
def test_a_value_that_means_nothing_certain_is_quarantined(
    tool: Tool, column: str, text: str, code: str
) -> None:
    assert measure(tool, column, text) == (None, None, code)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        # The day begins at 01:00, offset -2: 03:00 UTC.
        ("2017-10-15", datetime(2017, 10, 15, 3)),
        # The day before, offset -3.
        ("2017-10-14", datetime(2017, 10, 14, 3)),
        ("2017-10-16", datetime(2017, 10, 16, 2)),
        ("2017-10-14 23:59:59", datetime(2017, 10, 15, 2, 59, 59)),
        ("2017-10-15 01:00:00", datetime(2017, 10, 15, 3)),
        # An offset says which of the two 23:30 is meant.
        ("2018-02-17T23:30:00-02:00", datetime(2018, 2, 18, 1, 30)),
        ("2018-02-17T23:30:00-03:00", datetime(2018, 2, 18, 2, 30)),
    ],
)
def test_a_bare_day_is_its_first_existing_instant(
    tool: Tool, text: str, instant: datetime
) -> None:
    assert measure(tool, "paulista_at", text) == (instant, None, None)


def test_one_odd_writing_leaves_the_other_rows_alone(tool: Tool) -> None:
    rows = ["2026-01-05 10:00:00", "2026-01-05T10:00:00Z", "2026/1/5 10:00", "x", ""]
    lines = "".join(f"{n},{text}\n" for n, text in enumerate(rows))
    tool.put("measures.csv", "measure_id,local_at\n" + lines)
    tool.land()
    found = [row["local_at"] for row in tool.live("measures")]
    ten, one = datetime(2026, 1, 5, 10), datetime(2026, 1, 5, 1)
    assert found == [one, ten, one, None]
    assert tool.quarantined() == [(4, "DATE_FORMAT", "local_at")]


def test_declared_spellings_of_money_are_coerced(tool: Tool) -> None:
    texts = ["1,234", "¥1,234", "1234円", "￥１，２３４", "-1234.5"]
    lines = "".join(f'{n},"{text}"\n' for n, text in enumerate(texts))
    tool.put("prices.csv", "item_id,price\n" + lines + '9,"12,34"\n')
    tool.land()
    found = [row["price"] for row in tool.live("prices")]
    assert found == [Decimal(1234)] * 4 + [Decimal("-1234.5")]
    assert tool.quarantined() == [(6, "NUMBER_FORMAT", "price")]


def test_keys_and_codes_are_normalised_and_other_text_is_not(tool: Tool) -> None:
    """Full-width Ｅ１ is NFKC E1; half-width ｱ in the note stays."""
    row = "Ｅ１ ,\u3000L1,2026-01-05, ｱ \n"
    tool.put("events.csv", "event_id,lead_id,happened_at,note\n" + row)
    tool.land()
    (found,) = tool.live("events")
    assert (found["event_id"], found["lead_id"], found["note"]) == ("E1", "L1", " ｱ ")
    assert json.loads(found["_raw"]) == {"event_id": "Ｅ１ ", "lead_id": "\u3000L1"}


def test_wave_dash_and_full_width_tilde_are_one_key(tool: Tool) -> None:
    rows = "a\u301cb,2026-01-05\na\uff5eb,2026-01-05\na\u2212b,2026-01-05\n"
    tool.put("events.csv", "event_id,happened_at\n" + rows)
    tool.land()
    assert [row["event_id"] for row in tool.live("events")] == ["a~b", "a-b"]


def test_ids_that_differ_in_case_alone_are_different(tool: Tool) -> None:
    tool.put("events.csv", "event_id,happened_at\nab,2026-01-05\naB,2026-01-05\n")
    tool.land()
    assert len(tool.live("events")) == 2


@pytest.mark.parametrize("key", ["", " ", "\u3000"])
def test_an_empty_key_is_quarantined(tool: Tool, key: str) -> None:
    tool.put("events.csv", f"event_id,happened_at\n{key},2026-01-05\n")
    tool.land()
    assert tool.quarantined() == [(1, "NULL_KEY", "event_id")]


def test_a_key_that_a_spreadsheet_damaged_is_quarantined(tool: Tool) -> None:
    tool.put("events.csv", "event_id,happened_at\n1.23E+11,2026-01-05\n")
    tool.land()
    assert tool.quarantined() == [(1, "EXCEL_DAMAGE", "event_id")]


def test_an_empty_required_cell_is_quarantined(tool: Tool) -> None:
    tool.put("events.csv", "event_id,happened_at\n1,\n")
    tool.land()
    assert tool.quarantined() == [(1, "REQUIRED_NULL", "happened_at")]


def test_e_mail_is_one_case_and_a_malformed_one_is_quarantined(tool: Tool) -> None:
    texts = [
        " Taro@Example.JP ",
        "ｔａｒｏ@example.jp",
        "a@b.example",
        "",
        "taro",
        "a@b",
    ]
    texts += ["a b@c.example", "a@b.example;c@d.example"]
    rows = "".join(f"{n},{text}\n" for n, text in enumerate(texts))
    tool.put("people.csv", "person_id,email\n" + rows)
    tool.land()
    found = [row["email"] for row in tool.live("people")]
    assert found == ["taro@example.jp", "taro@example.jp", "a@b.example", None]
    assert [row[1:] for row in tool.quarantined()] == [("EMAIL", "email")] * 4


@pytest.mark.parametrize(("late", "landed"), [(0, 1), (1, 0)])
def test_an_event_over_five_minutes_ahead_of_landing_is_in_the_future(
    tool: Tool, late: int, landed: int
) -> None:
    limit = NOW + timedelta(minutes=5, microseconds=late)
    tool.put("events.csv", f"event_id,happened_at\n1,{limit.isoformat()}Z\n")
    tool.land(landed_at=NOW.replace(tzinfo=UTC))
    assert len(tool.live("events")) == landed
    codes = [row[1] for row in tool.quarantined()]
    assert codes == ["FUTURE"] * (1 - landed)


def test_the_first_fault_of_a_row_is_named_keys_before_columns(tool: Tool) -> None:
    tool.put("people.csv", "person_id,email,updated_at\n,bad,never\n1,bad,never\n")
    tool.land()
    assert [row[1] for row in tool.quarantined()] == ["NULL_KEY", "EMAIL"]


def test_typed_parquet_lands_as_the_same_values(tool: Tool) -> None:
    tokyo = pa.timestamp("ns", "Asia/Tokyo")
    at = [datetime(2026, 1, 5, 1, tzinfo=UTC), None]
    rows = pa.table(
        {
            "measure_id": pa.array([1, 2], pa.int64()),
            "heads": pa.array([50.0, None], pa.float64()),
            "weight": pa.array([1.5, None], pa.float32()),
            "cost": pa.array([Decimal("1.25"), None], pa.decimal128(9, 2)),
            "is_on": [True, None],
            "due_on": [date(2026, 1, 5), None],
            "local_at": pa.array(at, tokyo),
            "paulista_at": pa.array([datetime(2017, 10, 1), None], pa.timestamp("us")),
            "extra": pa.array([[1], None], pa.list_(pa.int64())),
        }
    )
    pq.write_table(rows, tool.put("measures.parquet", b""))
    tool.land()
    first, second = tool.live("measures")
    assert first["measure_id"] == "1"
    values = [first[name] for name in ("heads", "weight", "cost", "is_on", "due_on")]
    assert values == [50, 1.5, Decimal("1.25"), True, date(2026, 1, 5)]
    assert first["local_at"] == datetime(2026, 1, 5, 1)
    assert first["paulista_at"] == datetime(2017, 10, 1, 3)
    assert json.loads(first["_raw"]) == {"extra": "[1]"}
    assert (second["heads"], second["_row_number"]) == (None, 2)


def test_text_in_parquet_is_converted_like_csv(tool: Tool) -> None:
    rows = {
        "event_id": ["1", "", "3"],
        "happened_at": ["2026-01-05", "x", "2026-02-30"],
    }
    table = pa.table(rows).cast(
        pa.schema([("event_id", pa.large_string()), ("happened_at", pa.string())])
    )
    pq.write_table(table, tool.put("events.parquet", b""))
    tool.land()
    assert len(tool.live("events")) == 1
    assert [row[1] for row in tool.quarantined()] == ["NULL_KEY", "DATE_RANGE"]
