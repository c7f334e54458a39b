"""Times as vendors' connectors write them: UTC said in words, epochs, open ends."""

# Full-width digits are what one of these tests is about.
# ruff: noqa: RUF001

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.landing.vendor_tool import VendorTool


def landed(vendor: VendorTool, column: str, text: str) -> tuple[Any, Any, Any]:
    """(value, its text in _raw, reason code) of one cell of times."""
    vendor.put("times.csv", f"time_id,{column}\nT1,{text}\nT2,\n")
    vendor.land()
    found = {row["time_id"]: row for row in vendor.live("times")}
    assert found["T2"][column] is None
    if "T1" not in found:
        ((number, code, at),) = vendor.quarantined()
        assert (number, at) == (1, column)
        return None, None, code
    raw = found["T1"]["_raw"]
    return found["T1"][column], json.loads(raw)[column] if raw else None, None


@pytest.mark.parametrize("column", ["utc_at", "tokyo_at", "epoch_at", "ends_at"])
@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2020-05-15 22:18:25 UTC", datetime(2020, 5, 15, 22, 18, 25)),
        ("2017-03-29 23:40:00.000000 UTC", datetime(2017, 3, 29, 23, 40)),
        ("2017-03-29 23:40:00.25 UTC", datetime(2017, 3, 29, 23, 40, 0, 250000)),
        ("2017-03-29T23:40 UTC", datetime(2017, 3, 29, 23, 40)),
    ],
)
def test_utc_said_in_words_is_utc_in_any_zone(
    vendor: VendorTool, column: str, text: str, instant: datetime
) -> None:
    assert landed(vendor, column, text) == (instant, None, None)


def test_a_spelled_day_before_utc_is_coerced(vendor: VendorTool) -> None:
    text = "2020/5/1 9:18 UTC"
    instant = datetime(2020, 5, 1, 9, 18)
    assert landed(vendor, "tokyo_at", text) == (instant, text, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020-05-15 UTC", "DATE_FORMAT"),
        ("2020-05-15 22:18:25 JST", "DATE_FORMAT"),
        ("2020-05-15 22:18:25 UTC UTC", "DATE_FORMAT"),
        ("2020-05-15 22:18:25+09:00 UTC", "DATE_FORMAT"),
        ("2020-02-30 22:18:25 UTC", "DATE_RANGE"),
        ("UTC", "DATE_FORMAT"),
    ],
)
def test_no_other_word_behind_a_time_is_read(
    vendor: VendorTool, text: str, code: str
) -> None:
    assert landed(vendor, "utc_at", text) == (None, None, code)


def test_one_column_may_mix_the_writings(vendor: VendorTool) -> None:
    """10:00 of Tokyo is 01:00 UTC; the microseconds are 02:00 UTC of the same day.

    20,454 days reach 2026-01-01, 20,458 2026-01-05; that is 1,767,571,200 s, and
    02:00 is 7,200 s more.
    """
    texts = ["2026-01-05 10:00:00", "2026-01-05 10:00:00 UTC", "2026-01-05T10:00:00Z"]
    rows = "".join(f"{n},{text}\n" for n, text in enumerate(texts))
    vendor.put("times.csv", "time_id,tokyo_at\n" + rows)
    rows = "3,2026-01-05 10:00\n4,1767578400000000\n5,2026-01-05 10:00 UTC\n6,\n"
    vendor.put("times/more.csv", "time_id,epoch_at\n" + rows)
    vendor.land()
    found = {row["time_id"]: row for row in vendor.live("times")}
    one, ten = datetime(2026, 1, 5, 1), datetime(2026, 1, 5, 10)
    assert [found[n]["tokyo_at"] for n in "012"] == [one, ten, ten]
    two = datetime(2026, 1, 5, 2)
    assert [found[n]["epoch_at"] for n in "3456"] == [ten, two, ten, None]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        # 1,725,971,700 s: 19,976 days (2024-09-10) and 45,300 s, 12:35.
        ("1725971700123456", datetime(2024, 9, 10, 12, 35, 0, 123456)),
        # The least of 16 digits is 10^9 s.
        ("1000000000000000", datetime(2001, 9, 9, 1, 46, 40)),
        # One microsecond before the year 2200.
        ("7258118399999999", datetime(2199, 12, 31, 23, 59, 59, 999999)),
    ],
)
def test_sixteen_digits_are_microseconds(
    vendor: VendorTool, text: str, instant: datetime
) -> None:
    assert landed(vendor, "epoch_at", text) == (instant, None, None)


def test_full_width_digits_are_coerced(vendor: VendorTool) -> None:
    text = "１０００００００００００００００"
    instant = datetime(2001, 9, 9, 1, 46, 40)
    assert landed(vendor, "epoch_at", text) == (instant, text, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7258118400000000", "DATE_RANGE"),
        ("9999999999999999", "DATE_RANGE"),
        # Milliseconds and seconds, and what is neither.
        ("1725971700123", "DATE_FORMAT"),
        ("1725971700", "DATE_FORMAT"),
        ("17259717001234567", "DATE_FORMAT"),
        ("-1725971700123456", "DATE_FORMAT"),
        ("1725971700123456.0", "DATE_FORMAT"),
        ("45678", "EXCEL_DAMAGE"),
    ],
)
def test_other_numbers_are_no_microseconds(
    vendor: VendorTool, text: str, code: str
) -> None:
    assert landed(vendor, "epoch_at", text) == (None, None, code)


def test_sixteen_digits_mean_nothing_where_not_declared(vendor: VendorTool) -> None:
    code = "DATE_FORMAT"
    assert landed(vendor, "utc_at", "1725971700123456") == (None, None, code)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("9999-12-31 23:59:59", datetime(9999, 12, 31, 23, 59, 59)),
        ("9999-12-31T23:59:59.999999Z", datetime(9999, 12, 31, 23, 59, 59, 999999)),
        ("9999-12-31 23:59:59 UTC", datetime(9999, 12, 31, 23, 59, 59)),
        ("9999-12-31", datetime(9999, 12, 31)),
        ("2026-01-05", datetime(2026, 1, 5)),
    ],
)
def test_the_open_end_lands_where_declared(
    vendor: VendorTool, text: str, instant: datetime
) -> None:
    assert landed(vendor, "ends_at", text) == (instant, None, None)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("ends_at", "9999-12-30 23:59:59"),
        ("ends_at", "2200-01-01"),
        ("ends_at", "1899-12-31"),
        ("utc_at", "9999-12-31 23:59:59"),
        ("utc_on", "9999-12-31"),
        ("epoch_at", "9999-12-31"),
    ],
)
def test_no_other_far_time_lands(vendor: VendorTool, column: str, text: str) -> None:
    assert landed(vendor, column, text) == (None, None, "DATE_RANGE")


@pytest.mark.parametrize(
    ("column", "text", "value", "code"),
    [
        ("utc_on", "2018-12-19 00:00:00 UTC", date(2018, 12, 19), None),
        ("utc_on", "2018-12-19T00:00:00Z", date(2018, 12, 19), None),
        ("utc_on", "2018-12-19 00:00:00", date(2018, 12, 19), None),
        ("utc_on", "2018-12-19 00:00:01 UTC", None, "DATE_FORMAT"),
        # Midnight of UTC is 09:00 in Tokyo: which day is meant, nobody says.
        ("tokyo_on", "2018-12-19 00:00:00 UTC", None, "DATE_FORMAT"),
        ("tokyo_on", "2018-12-19 00:00:00", date(2018, 12, 19), None),
    ],
)
def test_midnight_of_utc_is_a_day_where_days_are_those_of_utc(
    vendor: VendorTool, column: str, text: str, value: date | None, code: str | None
) -> None:
    kept = text if value else None
    assert landed(vendor, column, text) == (value, kept, code)


def test_typed_parquet_lands_as_the_same_times(vendor: VendorTool) -> None:
    at = [datetime(2018, 12, 19, tzinfo=UTC), None]
    rows = pa.table(
        {
            "time_id": ["T1", "T2"],
            "epoch_at": pa.array([1725971700123456, None], pa.int64()),
            "ends_at": pa.array([datetime(9999, 12, 31, 23, 59), None]),
            "utc_at": ["2020-05-15 22:18:25 UTC", None],
            "utc_on": pa.array(at, pa.timestamp("us", "UTC")),
        }
    )
    pq.write_table(rows, vendor.put("times.parquet", b""))
    vendor.land()
    first, second = vendor.live("times")
    assert first["epoch_at"] == datetime(2024, 9, 10, 12, 35, 0, 123456)
    assert first["ends_at"] == datetime(9999, 12, 31, 23, 59)
    assert first["utc_at"] == datetime(2020, 5, 15, 22, 18, 25)
    assert first["utc_on"] == date(2018, 12, 19)
    names = ("epoch_at", "ends_at", "utc_at", "utc_on")
    assert {second[name] for name in names} == {None}


def test_numbers_in_parquet_are_times_only_where_declared(vendor: VendorTool) -> None:
    rows = pa.table({"time_id": ["T1"], "utc_at": pa.array([1725971700123456])})
    pq.write_table(rows, vendor.put("times.parquet", b""))
    assert vendor.refused().code == "TYPE_MISMATCH"
