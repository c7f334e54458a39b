"""The contracts of the sources that Handoff ships, as documents and as promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from landing.contract import KINDS, known_sources, read_contract

CONTRACTS = Path(__file__).parents[2] / "contracts"
SOURCES = ["ads", "cms", "exports", "ga4", "marketo", "olist", "salesforce"]
LOGICAL = {
    "VARCHAR": "string",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DECIMAL(18,4)": "number",
    "BOOLEAN": "boolean",
}


def document(source: str) -> dict[str, Any]:
    path = CONTRACTS / "sources" / f"{source}.odcs.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def test_the_sources_are_the_contracts_that_exist() -> None:
    assert known_sources(CONTRACTS) == SOURCES


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_contract_is_valid_odcs(source: str) -> None:
    text = (CONTRACTS / "sources" / f"{source}.odcs.yaml").read_text("utf-8")
    OpenDataContractStandard.from_string(text)
    schema = json.loads(OpenDataContractStandard.json_schema())
    jsonschema.Draft201909Validator(schema).validate(yaml.safe_load(text))


@pytest.mark.parametrize("source", SOURCES)
def test_logical_and_physical_types_agree(source: str) -> None:
    for table in document(source)["schema"]:
        for column in table["properties"]:
            assert LOGICAL[column["physicalType"]] == column["logicalType"]
    assert LOGICAL.keys() == KINDS.keys()


@pytest.mark.parametrize("source", SOURCES)
def test_every_table_says_its_grain_and_every_key_is_required(source: str) -> None:
    for table in document(source)["schema"]:
        assert table["description"].startswith("One row per ")
    for found in read_contract(CONTRACTS, source).tables:
        for column in found.columns:
            assert column.is_required or not column.is_key


@pytest.mark.parametrize("source", SOURCES)
def test_who_can_be_known_from_a_column_is_classified(source: str) -> None:
    for table in document(source)["schema"]:
        for column in table["properties"]:
            name = column["name"]
            if name in ("email", "company_name", "comment") or "keyedAs" in str(column):
                assert column.get("classification"), (table["name"], name)


def test_any_table_of_exports_may_be_missing() -> None:
    tables = read_contract(CONTRACTS, "exports").tables
    assert len(tables) == 23
    assert not any(table.is_required or table.floor for table in tables)


def test_only_events_that_cannot_change_have_instants_that_cannot_be_ahead() -> None:
    for table in read_contract(CONTRACTS, "exports").tables:
        instants = [c.name for c in table.columns if c.is_event_instant]
        assert len(instants) == (1 if table.version == "none" else 0)


def test_olist_delivers_both_tables_with_a_row_at_least() -> None:
    tables = read_contract(CONTRACTS, "olist").tables
    assert [table.name for table in tables] == [
        "marketing_qualified_leads",
        "closed_deals",
    ]
    assert all(table.is_required and table.floor == 1 for table in tables)


def test_origin_of_olist_may_be_empty_but_not_absent() -> None:
    leads = read_contract(CONTRACTS, "olist").tables[0]
    origin = next(column for column in leads.columns if column.name == "origin")
    assert origin.must_exist
    assert not origin.is_required


def test_the_zones_of_olist_are_those_of_its_columns() -> None:
    leads, deals = read_contract(CONTRACTS, "olist").tables
    zones = {c.name: c.zone for t in (leads, deals) for c in t.columns}
    assert zones["first_contact_date"] == "America/Sao_Paulo"
    assert zones["won_date"] == "Etc/UTC"
