"""What a company says of its files goes before what their contract says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from landing import FileForm, FurtherHeading, LandingError, Overrides
from landing.contract import known_sources, read_contract
from landing.overrides import overridden
from tests.landing.small_tool import Tool

CONTRACTS = Path(__file__).parents[2] / "contracts"
HEAD = "event_id,lead_id,happened_at,note\n"


def form(
    table: str, *, encoding: str | None = None, zone: str | None = None
) -> Overrides:
    said_in = "targets/feeds.csv line 2"
    return Overrides(forms=(FileForm(said_in, "tool", table, encoding, zone),))


def heading(heading: str, column: str, table: str = "events") -> FurtherHeading:
    said_in = "mappings/headings.csv line 3"
    return FurtherHeading(said_in, "tool", table, heading, column)


def test_a_table_of_a_utf_8_contract_may_come_as_cp932(tool: Tool) -> None:
    """Its headings too; the characters are those that only Windows' CP932 has."""
    forms = form("events", encoding="cp932").forms
    tool.overrides = Overrides(forms, headings=(heading("①備考", "note"),))
    text = "event_id,リードID,happened_at,①備考\n1,髙,2026-01-05 10:00:00,㈱表～ソ\n"
    tool.put("events.csv", text.encode("cp932"))
    tool.land()
    (row,) = tool.live("events")
    assert (row["lead_id"], row["note"]) == ("髙", "㈱表～ソ")


def test_a_table_of_a_cp932_contract_may_come_as_utf_8(tool: Tool) -> None:
    """The euro sign is none of CP932's characters."""
    tool.overrides = form("old_texts", encoding="utf-8")
    tool.put("old_texts.csv", "text_id,body\n1,髙 €\n")
    tool.land()
    assert tool.live("old_texts")[0]["body"] == "髙 €"


def test_an_override_of_one_table_leaves_the_others(tool: Tool) -> None:
    tool.overrides = form("events", encoding="cp932", zone="Etc/UTC")
    tool.put("measures.csv", "measure_id,local_at\nエ,2026-01-05 10:00:00\n")
    tool.land()
    (row,) = tool.live("measures")
    assert row["measure_id"] == "エ"
    assert row["local_at"] == datetime(2026, 1, 5, 1)


def test_a_zone_is_that_of_stamps_without_an_offset(tool: Tool) -> None:
    """10:00 in UTC instead of Tokyo; +09:00 stays nine hours ahead."""
    tool.overrides = form("events", zone="Etc/UTC")
    rows = "1,L,2026-01-05 10:00:00,\n2,L,2026-01-05T10:00:00+09:00,\n"
    tool.put("events.csv", HEAD + rows)
    tool.land()
    found = [row["happened_at"] for row in tool.live("events")]
    assert found == [datetime(2026, 1, 5, 10), datetime(2026, 1, 5, 1)]


def test_a_zone_goes_before_that_of_a_column(tool: Tool) -> None:
    """New York in January is five hours behind; the contract says Tokyo, São Paulo."""
    tool.overrides = form("measures", zone="America/New_York")
    tool.put(
        "measures.csv",
        "measure_id,local_at,paulista_at\n1,2026-01-05 10:00:00,2026-01-05 10:00:00\n",
    )
    tool.land()
    (row,) = tool.live("measures")
    assert row["local_at"] == row["paulista_at"] == datetime(2026, 1, 5, 15)


def test_what_is_left_empty_is_as_the_contract_says(tool: Tool) -> None:
    tool.overrides = form("old_texts", zone="Etc/UTC")
    tool.put("old_texts.csv", "text_id,body\n1,髙\n".encode("cp932"))
    tool.land()
    assert tool.live("old_texts")[0]["body"] == "髙"


def test_a_heading_of_the_contract_still_means_its_column(tool: Tool) -> None:
    tool.overrides = Overrides(headings=(heading("顧客番号", "lead_id"),))
    at = "2026-01-05 10:00:00"
    tool.put("events/1.csv", f"event_id,顧客番号,happened_at\n1,A,{at}\n")
    tool.put("events/2.csv", f"event_id,リードID,happened_at\n2,B,{at}\n")
    tool.put("events/3.csv", f"event_id,lead_id,happened_at\n3,C,{at}\n")
    tool.land()
    assert [row["lead_id"] for row in tool.live("events")] == ["A", "B", "C"]
    assert not any("SCHEMA_NEW" in line for line in tool.lines)


def test_a_parquet_file_is_bound_by_further_headings_too(tool: Tool) -> None:
    tool.overrides = Overrides(headings=(heading("本文", "body", "old_texts"),))
    path = tool.put("old_texts.parquet", b"")
    pq.write_table(pa.table({"text_id": ["1"], "本文": ["㈱"]}), path)
    tool.land()
    assert tool.live("old_texts")[0]["body"] == "㈱"


def test_two_headings_of_one_column_in_one_file_are_refused(tool: Tool) -> None:
    tool.overrides = Overrides(headings=(heading("顧客番号", "lead_id"),))
    tool.put("events.csv", "event_id,リードID,顧客番号,happened_at\n1,A,B,2026-01-05\n")
    assert tool.refused().code == "DUP_COLUMN"


@pytest.mark.parametrize(
    ("overrides", "code", "sentence"),
    [
        (
            Overrides((FileForm("targets/feeds.csv line 2", "tol", "x", None, None),)),
            "FEED_UNKNOWN",
            "targets/feeds.csv line 2 names the source tol, which Handoff does not "
            "have: use one of tool.",
        ),
        (
            form("event", encoding="cp932"),
            "FEED_UNKNOWN",
            "targets/feeds.csv line 2 names the table event, which tool does not have: "
            "use one of events, people, prices, measures, old_texts, needed.",
        ),
        (
            Overrides(headings=(heading("本文", "text", "old_texts"),)),
            "FEED_UNKNOWN",
            "mappings/headings.csv line 3 names the column text, which tool/old_texts "
            "does not have: use one of text_id, body.",
        ),
        (
            Overrides(headings=(heading("リードID", "note"),)),
            "HEADING_TAKEN",
            "mappings/headings.csv line 3 makes the heading リードID of tool/events "
            "the column note, but it already is lead_id: remove the row, or give it "
            "another heading.",
        ),
        (
            Overrides(headings=(heading("備考", "note"), heading("備考", "lead_id"))),
            "HEADING_TAKEN",
            "already is note",
        ),
        (Overrides(headings=(heading("note", "lead_id"),)), "HEADING_TAKEN", "is note"),
    ],
    ids=["source", "table", "column", "alias", "further heading", "name"],
)
def test_what_no_contract_has_is_refused(
    tool: Tool, overrides: Overrides, code: str, sentence: str
) -> None:
    tool.overrides = overrides
    tool.put("events.csv", HEAD)
    error = tool.refused()
    assert error.code == code
    assert sentence in str(error)
    assert not tool.files()


def test_a_source_that_is_not_connected_is_refused_as_well(tool: Tool) -> None:
    """A misspelt row is found on the first night, not when its source is connected."""
    contracts = {
        name: read_contract(CONTRACTS, name) for name in known_sources(CONTRACTS)
    }
    wrong = FileForm("targets/feeds.csv line 2", "salesforce", "leads", "cp932", None)
    with pytest.raises(LandingError, match="the table leads, which salesforce"):
        overridden(contracts, Overrides(forms=(wrong,)))


def test_what_landed_is_not_read_again(tool: Tool) -> None:
    """The file is known by its content; the zone holds for what lands from now on."""
    tool.put("events.csv", HEAD + "1,L,2026-01-05 10:00:00,\n")
    tool.land()
    tool.overrides = form("events", zone="Etc/UTC")
    tool.put("events/later.csv", HEAD + "2,L,2026-01-05 10:00:00,\n")
    tool.land()
    found = {row["event_id"]: row["happened_at"] for row in tool.live("events")}
    assert found == {"1": datetime(2026, 1, 5, 1), "2": datetime(2026, 1, 5, 10)}


def test_the_contracts_themselves_stay(tool: Tool) -> None:
    contracts = {"tool": read_contract(tool.contracts, "tool")}
    overridden(contracts, form("events", encoding="cp932"))
    assert contracts == {"tool": read_contract(tool.contracts, "tool")}
