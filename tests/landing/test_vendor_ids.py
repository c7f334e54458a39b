"""Ids of 15 and 18 characters: one record, one key, one identity."""

# Full-width digits are what one of these tests is about.
# ruff: noqa: RUF001

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.landing.vendor_tool import VendorTool

SHORT = "003Ab0000000xYz"
LONG = "003Ab0000000xYzIAI"
AT = "2026-01-05 10:00:00"


def records(*rows: tuple[str, ...]) -> str:
    """A file of records from (record_id, note[, stamped_at])."""
    lines = "".join(",".join([*row, AT][:3]) + "\n" for row in rows)
    return "record_id,note,stamped_at\n" + lines


def live(vendor: VendorTool) -> list[tuple[Any, Any]]:
    return sorted((row["record_id"], row["note"]) for row in vendor.live("records"))


@pytest.mark.parametrize(
    ("short", "suffix"),
    [
        # Each character of the suffix stands for five of the id: the value of the bits
        # 1, 2, 4, 8, 16 of its capitals, as A to Z and then 0 to 5.
        ("000000000000000", "AAA"),
        ("aaaaabbbbbccccc", "AAA"),
        # 1+2+4+8+16 = 31: the last of 32.
        ("ABCDEFGHIJKLMNO", "555"),
        # A capital in first place is 1, in last place 16; none is 0.
        ("Axxxx0000yyyyyZ", "BAQ"),
        ("xxxxA0000Byyyyy", "QQA"),
        # 2+8+16 = 26 is the first beyond Z; 1+8+16 = 25 is Z; 1+2+8+16 = 27.
        ("aBcDEAbcDEABcDE", "0Z1"),
        # 003Ab is 8, 00000 is 0, 00xYz is 8 and 0xYz0 is 4.
        (SHORT, "IAI"),
        ("003Ab000000xYz0", "IAE"),
    ],
)
def test_a_short_id_becomes_the_long_one(
    vendor: VendorTool, short: str, suffix: str
) -> None:
    vendor.put("records.csv", records((short, "a")))
    vendor.land()
    (row,) = vendor.live("records")
    assert row["record_id"] == short + suffix
    assert json.loads(row["_raw"]) == {"record_id": short}
    (batch,) = vendor.rows("from '{home}/landing/_batches.parquet'")
    assert batch["coerced_values"] == 1


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        # Not the suffix it should have: still as delivered.
        SHORT + "AAA",
        LONG.lower(),
        SHORT[:-1],
        SHORT + "A",
        "tqs6UXPA/Lm7W+0dX0+syw==",
        "003-b0000000xYz",
        "00k1G000009 jwQ",
        "1000001",
    ],
)
def test_any_other_id_stays_as_delivered(vendor: VendorTool, text: str) -> None:
    vendor.put("records.csv", records((text, "a")))
    vendor.land()
    (row,) = vendor.live("records")
    assert (row["record_id"], row["_raw"]) == (text, None)


def test_what_unicode_calls_the_same_is_a_short_id_too(vendor: VendorTool) -> None:
    vendor.put("records.csv", records(("００３Ab0000000xYz", "a")))
    vendor.land()
    assert live(vendor) == [(LONG, "a")]


def test_only_declared_columns_change_and_empty_cells_stay_empty(
    vendor: VendorTool,
) -> None:
    rows = f"{LONG},{SHORT},{SHORT},{SHORT}\nx,,,\n"
    vendor.put("records.csv", "record_id,sales_id,other_id,note\n" + rows)
    vendor.land()
    first, second = vendor.live("records")
    names = ("record_id", "sales_id", "other_id", "note")
    assert [first[name] for name in names] == [LONG, LONG, LONG, SHORT]
    assert json.loads(first["_raw"]) == {"sales_id": SHORT, "other_id": SHORT}
    assert [second[name] for name in names] == ["x", None, None, None]


def test_ids_that_differ_in_case_alone_stay_different(vendor: VendorTool) -> None:
    """xYz: 8 of the last five; xyZ: 16; both capitals: 24."""
    ids = [SHORT, SHORT.replace("xYz", "xyZ"), SHORT.replace("xYz", "xYZ")]
    vendor.put("records.csv", records(*((one, "a") for one in ids)))
    vendor.land()
    expected = ["003Ab0000000xYZIAY", LONG, "003Ab0000000xyZIAQ"]
    assert [one for one, _ in live(vendor)] == expected
    keys = vendor.rows("from '{home}/keys/tool/*.parquet'")
    assert sorted(row["native_id"] for row in keys) == sorted(expected)
    assert len({row["record_key"] for row in keys}) == 3


@pytest.mark.parametrize("ids", [(SHORT, LONG), (LONG, SHORT)])
@pytest.mark.parametrize("deliveries", [1, 2])
def test_both_forms_with_the_same_content_are_one_row(
    vendor: VendorTool, ids: tuple[str, str], deliveries: int
) -> None:
    vendor.put("records/1.csv", records((ids[0], "a")))
    if deliveries == 2:
        vendor.land()
    vendor.put("records/2.csv", records((ids[1], "a")))
    report = vendor.land()
    assert live(vendor) == [(LONG, "a")]
    feed = next(f for f in report.feeds if f.table_name == "records")
    assert (feed.landed, feed.exact_duplicates, feed.retracted) == (1, 1, 0)


@pytest.mark.parametrize("ids", [(SHORT, LONG), (LONG, SHORT)])
@pytest.mark.parametrize("deliveries", [1, 2])
def test_both_forms_with_other_content_are_a_conflict(
    vendor: VendorTool, ids: tuple[str, str], deliveries: int
) -> None:
    vendor.put("records/1.csv", records((ids[0], "a"), ("x", "b")))
    if deliveries == 2:
        vendor.land()
    vendor.put("records/2.csv", records((ids[1], "c")))
    vendor.land()
    assert live(vendor) == [("x", "b")]
    codes = {code for _, code, _ in vendor.quarantined()}
    assert codes == {"CONFLICT"}


def test_parquet_gets_the_same_ids(vendor: VendorTool) -> None:
    rows = {"record_id": [SHORT, LONG, "x"], "sales_id": [SHORT, None, LONG]}
    rows["stamped_at"] = [AT, "2026-01-06", AT]
    pq.write_table(pa.table(rows), vendor.put("records.parquet", b""))
    vendor.land()
    found = [(row["record_id"], row["sales_id"]) for row in vendor.live("records")]
    assert found == [(LONG, LONG), (LONG, None), ("x", LONG)]


def test_many_short_ids_among_others_keep_their_rows(vendor: VendorTool) -> None:
    """Every third id is short: 005, ten digits and a capital letter in 15th place.

    Digits and a capital in last place: suffix AAQ.
    """
    ids = [f"005{n:011d}Z" if n % 3 == 0 else f"L{n}" for n in range(1000)]
    vendor.put("records.csv", records(*((one, str(n)) for n, one in enumerate(ids))))
    vendor.land()
    expected = {
        (one + "AAQ" if n % 3 == 0 else one, str(n)) for n, one in enumerate(ids)
    }
    assert set(live(vendor)) == expected
