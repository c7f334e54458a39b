"""The contracts of the sources that Handoff ships, as documents and as promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from landing.column_contract import KINDS, KeyedObject
from landing.contract import known_sources, read_contract

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


@pytest.mark.parametrize("source", [name for name in SOURCES if name != "olist"])
def test_only_events_that_cannot_change_have_instants_that_cannot_be_ahead(
    source: str,
) -> None:
    """Both tables of olist are days of the past, none of them an instant."""
    for table in read_contract(CONTRACTS, source).tables:
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


VENDORS = ["ads", "cms", "ga4", "marketo", "salesforce"]


@pytest.mark.parametrize("source", VENDORS)
def test_a_vendor_writes_utc_and_more_columns_than_anybody_reads(source: str) -> None:
    for table in read_contract(CONTRACTS, source).tables:
        assert table.expects_other_columns
        assert not table.is_required
        assert {column.zone for column in table.columns} == {"UTC"}


def test_every_id_of_salesforce_is_one_id_in_both_its_forms() -> None:
    for table in read_contract(CONTRACTS, "salesforce").tables:
        for column in table.columns:
            is_id = column.name == "id" or column.name.endswith("_id")
            if is_id or column.keyed_as:
                assert column.is_case_safe_id, (table.name, column.name)


def test_ids_of_salesforce_in_other_tools_are_keyed_as_its_own() -> None:
    lead = read_contract(CONTRACTS, "marketo").tables[0]
    links = {c.name: c for c in lead.columns if c.name.startswith("sfdc_")}
    assert sorted(links) == ["sfdc_contact_id", "sfdc_lead_id"]
    for column in links.values():
        assert column.is_case_safe_id
        assert column.keyed_as == (KeyedObject("salesforce", "sfa_record"),)


@pytest.mark.parametrize("source", VENDORS)
def test_a_deletion_is_a_state_of_its_own_where_a_stamp_tells_versions_apart(
    source: str,
) -> None:
    for table in read_contract(CONTRACTS, source).tables:
        is_stamped = table.version not in ("none", "delivery")
        for column in table.columns:
            if column.name in ("is_deleted", "fivetran_deleted"):
                assert column.is_deletion_flag == is_stamped


def test_where_a_stamp_may_stand_still_the_time_of_reading_tells_rows_apart() -> None:
    tables = read_contract(CONTRACTS, "salesforce").tables
    assert [table.name for table in tables if table.version == "system_modstamp"] == [
        table.name for table in tables if any(c.is_received_at for c in table.columns)
    ]


@pytest.mark.parametrize("source", VENDORS)
def test_what_happened_stays_so_when_its_record_is_deleted(source: str) -> None:
    """A vendor turns is_deleted on history rows too: that must be no conflict."""
    for table in read_contract(CONTRACTS, source).tables:
        names = {column.name for column in table.columns}
        assert table.version != "none" or not names & {"is_deleted", "fivetran_deleted"}
