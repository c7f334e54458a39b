"""Vendors' tables: columns nobody declared, deletions without a new version."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.landing.vendor_tool import MARKETING, VendorTool

AT = "2026-01-05 10:00:00"


def test_other_columns_are_kept_and_no_news_where_expected(vendor: VendorTool) -> None:
    rows = f"R1,x,,2,{AT}\nR2,,,,{AT}\n"
    vendor.put("records.csv", "record_id,extra_c,empty_c,score_c,_stamped\n" + rows)
    vendor.land()
    first, second = vendor.live("records")
    assert json.loads(first["_raw"]) == {"extra_c": "x", "score_c": "2"}
    assert second["_raw"] is None
    assert vendor.lines == [
        "landing tool/records: 2 rows read, 2 landed, 0 quarantined, 0 exact duplicates"
    ]


def test_other_columns_are_news_elsewhere(vendor: VendorTool) -> None:
    vendor.put("merges.csv", "merge_id,losers,extra\nM1,[1],x\n")
    vendor.land()
    assert vendor.lines[0].endswith("; SCHEMA_NEW (extra)")


def test_a_heading_nobody_uses_that_comes_twice_is_still_said(
    vendor: VendorTool,
) -> None:
    vendor.put("records.csv", "record_id,engaged,engaged\nR1,true,0\n")
    vendor.land()
    (row,) = vendor.live("records")
    assert json.loads(row["_raw"]) == {"engaged": "true", "engaged (2)": "0"}
    assert vendor.lines[0].endswith("; DUP_COLUMN_UNUSED")


def test_other_columns_tell_no_versions_apart(vendor: VendorTool) -> None:
    """A connector writes when it synced into every row; that is no other content."""
    for number in (1, 2):
        rows = f"R1,a,{AT},2026-01-0{number}\n"
        vendor.put(f"records/{number}.csv", "record_id,note,_stamped,_synced\n" + rows)
        vendor.land()
    assert len(vendor.live("records")) == 1
    assert vendor.quarantined() == []


def records(*rows: tuple[str, str, str]) -> str:
    """A file of record R1 from (note, is_gone, stamped_at)."""
    lines = "".join(f"R1,{','.join(row)}\n" for row in rows)
    return "record_id,note,is_gone,stamped_at\n" + lines


def states(vendor: VendorTool) -> list[tuple[Any, Any, int]]:
    """(note, is_gone, delivery) of the live rows in order of landing."""
    rows = vendor.live("records")
    return [(row["note"], row["is_gone"], row["_delivery_number"]) for row in rows]


def test_a_deletion_without_a_new_stamp_is_a_state_of_its_own(
    vendor: VendorTool,
) -> None:
    vendor.put("records/1.csv", records(("a", "false", AT)))
    vendor.land()
    vendor.put("records/2.csv", records(("a", "true", AT)))
    vendor.land()
    assert states(vendor) == [("a", False, 1), ("a", True, 2)]
    assert vendor.quarantined() == []


@pytest.mark.parametrize("flags", [("false", "true"), ("true", "false")])
def test_both_states_may_come_in_one_delivery_in_any_order(
    vendor: VendorTool, flags: tuple[str, str]
) -> None:
    for number, flag in enumerate(flags):
        vendor.put(f"records/{number}.csv", records(("a", flag, AT), ("a", flag, AT)))
    report = vendor.land()
    assert {gone for _, gone, _ in states(vendor)} == {False, True}
    feed = next(f for f in report.feeds if f.table_name == "records")
    assert (feed.landed, feed.exact_duplicates, feed.quarantined) == (2, 2, 0)


def test_other_content_of_one_stamp_and_flag_is_a_conflict(vendor: VendorTool) -> None:
    rows = [("a", "false", AT), ("b", "false", AT), ("a", "true", AT)]
    vendor.put("records.csv", records(*rows))
    vendor.land()
    assert states(vendor) == [("a", True, 1)]
    assert [row[:2] for row in vendor.quarantined()] == [
        (1, "CONFLICT"),
        (2, "CONFLICT"),
    ]


def test_a_flag_that_was_empty_before_is_a_state_of_its_own(vendor: VendorTool) -> None:
    vendor.put("records/1.csv", records(("a", "", AT)))
    vendor.land()
    vendor.put("records/2.csv", records(("a", "false", AT), ("a", "", AT)))
    vendor.land()
    assert states(vendor) == [("a", None, 1), ("a", False, 2)]


def test_without_a_stamp_the_newest_delivery_deletes_and_brings_back(
    vendor: VendorTool,
) -> None:
    for number, flag in enumerate(("false", "true", "false", "false")):
        vendor.put(f"records/{number}.csv", records(("a", flag, "")) + "\n" * number)
        vendor.land()
    assert states(vendor) == [("a", False, 1), ("a", True, 2), ("a", False, 3)]


def test_a_flag_of_a_table_without_stamps_is_like_any_column(
    vendor: VendorTool,
) -> None:
    tables = MARKETING.replace("value: stamped_at}", "value: delivery}", 1)
    vendor.contract("tool", tables)
    vendor.put("records.csv", records(("a", "true", AT), ("a", "false", AT)))
    vendor.land()
    assert states(vendor) == []
    codes = [code for _, code, _ in vendor.quarantined()]
    assert codes == ["CONFLICT", "CONFLICT"]
