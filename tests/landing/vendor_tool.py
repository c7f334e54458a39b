"""A made-up marketing tool beside a sales tool, declared as vendors' tables are."""

from __future__ import annotations

from pathlib import Path

from tests.landing.small_tool import Tool

HEAD = """\
apiVersion: v3.2.0
kind: DataContract
id: test
version: 1.0.0
customProperties:
  - {property: encoding, value: utf-8}
  - {property: timeZone, value: UTC}
schema:
"""
MARKETING = """\
  - name: records
    customProperties:
      - {property: version, value: stamped_at}
      - {property: otherColumns, value: expected}
    properties:
      - name: record_id
        physicalType: VARCHAR
        required: true
        primaryKey: true
        customProperties:
          - {property: keyedAs, value: lead}
          - {property: idForm, value: case_safe}
      - name: sales_id
        physicalType: VARCHAR
        customProperties:
          - {property: keyedAs, value: sales.person}
          - {property: idForm, value: case_safe}
          - {property: isCode, value: true}
      - name: other_id
        physicalType: VARCHAR
        customProperties: [{property: idForm, value: case_safe}]
      - {name: note, physicalType: VARCHAR}
      - name: is_gone
        physicalType: BOOLEAN
        customProperties: [{property: isDeletionFlag, value: true}]
      - name: stamped_at
        physicalType: TIMESTAMP
        synonyms: [{synonym: _stamped}]
  - name: merges
    customProperties: [{property: version, value: none}]
    properties:
      - {name: merge_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - name: losers
        physicalType: VARCHAR
        required: true
        customProperties: [{property: keyedAsList, value: lead}]
  - name: times
    customProperties: [{property: version, value: none}]
    properties:
      - {name: time_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - {name: utc_at, physicalType: TIMESTAMP}
      - name: tokyo_at
        physicalType: TIMESTAMP
        logicalTypeOptions: {defaultTimezone: Asia/Tokyo}
      - name: epoch_at
        physicalType: TIMESTAMP
        customProperties: [{property: epochText, value: microseconds}]
      - name: ends_at
        physicalType: TIMESTAMP
        customProperties: [{property: isOpenEnd, value: true}]
      - {name: utc_on, physicalType: DATE}
      - name: tokyo_on
        physicalType: DATE
        logicalTypeOptions: {defaultTimezone: Asia/Tokyo}
"""
SALES = """\
  - name: persons
    customProperties: [{property: version, value: delivery}]
    properties:
      - name: person_id
        physicalType: VARCHAR
        required: true
        primaryKey: true
        customProperties:
          - {property: keyedAs, value: person}
          - {property: idForm, value: case_safe}
"""


class VendorTool(Tool):
    """The source ``tool`` is the marketing tool; ``sales`` has a contract too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.contract("tool", MARKETING)
        self.contract("sales", SALES)

    def contract(self, source: str, tables: str) -> None:
        """Write the contract of a source from its tables."""
        path = self.contracts / "sources" / f"{source}.odcs.yaml"
        path.write_text(HEAD + tables, "utf-8")

    def put_sales(self, content: str) -> Path:
        """Write persons.csv of the sales tool."""
        return self.put("../sales/persons.csv", content)
