"""A small made-up source and its home, for tests that land real files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from landing import LandingError, LandingReport, Overrides, land
from landing.overrides import NO_OVERRIDES

CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: test-tool
version: 1.0.0
customProperties:
  - {property: encoding, value: utf-8}
  - {property: timeZone, value: Asia/Tokyo}
schema:
  - name: events
    customProperties: [{property: version, value: none}]
    properties:
      - {name: event_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - name: lead_id
        physicalType: VARCHAR
        synonyms: [{synonym: リードID, locale: ja-JP}]
        customProperties:
          - {property: keyedAs, value: lead}
          - {property: isCode, value: true}
      - name: happened_at
        physicalType: TIMESTAMP
        required: true
        customProperties: [{property: isEventInstant, value: true}]
      - {name: note, physicalType: VARCHAR}
  - name: people
    customProperties: [{property: version, value: updated_at}]
    properties:
      - name: person_id
        physicalType: VARCHAR
        required: true
        primaryKey: true
        customProperties: [{property: keyedAs, value: lead}]
      - {name: email, physicalType: VARCHAR, logicalTypeOptions: {format: email}}
      - {name: status, physicalType: VARCHAR}
      - {name: updated_at, physicalType: TIMESTAMP}
  - name: prices
    customProperties: [{property: version, value: delivery}]
    properties:
      - {name: item_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - name: price
        physicalType: DECIMAL(18,4)
        required: true
        customProperties: [{property: numberText, value: [comma, yen]}]
  - name: measures
    customProperties: [{property: version, value: none}]
    properties:
      - {name: measure_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - {name: heads, physicalType: BIGINT}
      - {name: weight, physicalType: DOUBLE}
      - {name: cost, physicalType: "DECIMAL(18,4)"}
      - {name: is_on, physicalType: BOOLEAN}
      - {name: due_on, physicalType: DATE}
      - {name: local_at, physicalType: TIMESTAMP}
      - name: paulista_at
        physicalType: TIMESTAMP
        logicalTypeOptions: {defaultTimezone: America/Sao_Paulo}
  - name: old_texts
    customProperties:
      - {property: version, value: none}
      - {property: encoding, value: cp932}
    properties:
      - {name: text_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - {name: body, physicalType: VARCHAR}
  - name: needed
    quality: [{type: library, metric: rowCount, mustBeGreaterOrEqualTo: 1}]
    customProperties: [{property: version, value: none}]
    properties:
      - {name: needed_id, physicalType: VARCHAR, required: true, primaryKey: true}
      - name: origin
        physicalType: VARCHAR
        customProperties: [{property: mustExist, value: true}]
"""
NOW = datetime(2026, 4, 1, 12, 0)


@dataclass
class Tool:
    """The source ``tool``: its raw folder, contract and home."""

    root: Path
    lines: list[str] = field(default_factory=list)
    overrides: Overrides = NO_OVERRIDES

    def __post_init__(self) -> None:
        self.raw = self.root / "raw"
        self.home = self.root / "home"
        self.contracts = self.root / "contracts"
        (self.raw / "tool").mkdir(parents=True)
        (self.contracts / "sources").mkdir(parents=True)
        contract = self.contracts / "sources" / "tool.odcs.yaml"
        contract.write_text(CONTRACT, "utf-8")

    def put(self, name: str, content: str | bytes) -> Path:
        """Write raw file ``name`` (within the source's folder)."""
        path = self.raw / "tool" / name
        path.parent.mkdir(exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def land(
        self,
        sources: Sequence[str] = ("tool",),
        landed_at: datetime = NOW,
        secret: bytes = b"secret",
    ) -> LandingReport:
        """One run; every run's accounts must balance."""
        report = land(
            raw=self.raw,
            home=self.home,
            sources=sources,
            contracts=self.contracts,
            secret=secret,
            landed_at=landed_at,
            progress=self.lines.append,
            overrides=self.overrides,
        )
        for row in self.rows("from '{home}/landing/_batches.parquet'"):
            parts = row["landed"] + row["quarantined"] + row["exact_duplicates"]
            assert row["physical_records"] == parts
            assert row["physical_records"] == row["counted_records"]
        return report

    def refused(self, sources: Sequence[str] = ("tool",)) -> LandingError:
        """The error of a run that must be blocked and must leave nothing behind."""
        before = self.files()
        with pytest.raises(LandingError) as caught:
            self.land(sources)
        batches = {name for name in self.files() if "/0" in name}
        assert batches - before <= {n for n in batches if "00000000" in n}
        assert "\n" not in str(caught.value)
        return caught.value

    def files(self) -> set[str]:
        """Names of all Parquet files of the home."""
        found = self.home.rglob("*.parquet")
        return {path.relative_to(self.home).as_posix() for path in found}

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query; {home} is the home."""
        with duckdb.connect() as connection:
            found = connection.sql(sql.format(home=self.home)).to_arrow_table()
        rows: list[dict[str, Any]] = found.to_pylist()
        return rows

    def live(self, table: str) -> list[dict[str, Any]]:
        """Landed rows of a table that are not retracted, in file order."""
        return self.rows(
            "select landed.* from read_parquet("
            f"'{{home}}/landing/tool/{table}/*.parquet') as landed "
            "anti join read_parquet('{home}/landing/_retracted.parquet') as gone "
            "on landed._batch_number = gone.batch_number "
            "and landed._row_number = gone.row_number "
            "order by landed._batch_number, landed._row_number"
        )

    def quarantined(self) -> list[tuple[int, str, str | None]]:
        """(row number, reason code, column) of all quarantined rows, in order."""
        rows = self.rows(
            "from read_parquet('{home}/quarantine/*.parquet') "
            "order by batch_number, row_number"
        )
        return [(r["row_number"], r["reason_code"], r["column_name"]) for r in rows]
