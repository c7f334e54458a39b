"""A company of one table and one feed, small enough to plant any breach by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from contracts import CheckResult, check_build, load

TABLE_CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: handoff-facts-fct-visits
name: Visits
version: 1.0.0
status: active
description:
  purpose: Who came when.
schema:
  - name: fct_visits
    physicalName: facts.fct_visits
    dataGranularityDescription: One row per lead and visit.
    quality:
      - {type: library, metric: rowCount, mustBeGreaterOrEqualTo: 1}
    properties:
      - name: lead_id
        logicalType: string
        physicalType: VARCHAR
        primaryKey: true
        primaryKeyPosition: 1
        required: true
        classification: pseudonym
      - name: window_days
        logicalType: integer
        physicalType: BIGINT
        primaryKey: true
        primaryKeyPosition: 2
        classification: business
        customProperties:
          - {property: nullMeans, value: to date}
      - name: verdict
        logicalType: string
        physicalType: VARCHAR
        required: true
        classification: business
        enum:
          - {value: agree}
          - {value: late}
      - name: reason
        logicalType: string
        physicalType: VARCHAR
        classification: business
"""

FEED_CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: handoff-source-tool
name: tool
version: 1.0.0
status: active
schema:
  - name: records
    quality:
      - {type: library, metric: rowCount, mustBeGreaterOrEqualTo: 1}
    customProperties:
      - {property: version, value: updated_at}
    properties:
      - name: record_id
        logicalType: string
        physicalType: VARCHAR
        primaryKey: true
        required: true
        classification: internal_id
      - name: kind
        logicalType: string
        physicalType: VARCHAR
        enum:
          - {value: lead}
          - {value: contact}
      - name: created_by
        logicalType: string
        physicalType: VARCHAR
        required: true
      - name: email
        logicalType: string
        physicalType: VARCHAR
        classification: email
      - name: updated_at
        logicalType: timestamp
        physicalType: TIMESTAMP
"""

RULE = """\
-- id: late_visits_have_a_reason
-- table: facts.fct_visits
-- kind: example
-- promise: A late visit says why,
--   in so many words.
with visits as (
    select * from {batch}
)

select lead_id, window_days from visits where verdict = 'late' and reason is null
"""

ANN = "a" * 32
BEN = "b" * 32


@dataclass(frozen=True)
class SmallCompany:
    """Files of one small company under `folder`."""

    folder: Path

    def write_contracts(self) -> Path:
        """Write the three contracts and return their folder."""
        folder = self.folder / "contracts"
        for room, name, text in (
            ("marts", "facts.fct_visits.odcs.yaml", TABLE_CONTRACT),
            ("sources", "tool.odcs.yaml", FEED_CONTRACT),
            ("consistency", "late_visits_have_a_reason.sql", RULE),
        ):
            (folder / room).mkdir(parents=True, exist_ok=True)
            (folder / room / name).write_text(text, encoding="utf-8")
        return folder

    def write_build(self, *changes: str) -> Path:
        """Write a clean build, apply the SQL `changes` to it, return its path."""
        self.folder.mkdir(parents=True, exist_ok=True)
        database = self.folder / "handoff.duckdb"
        database.unlink(missing_ok=True)
        with duckdb.connect(str(database)) as connection:
            connection.execute("create schema facts")
            connection.execute(
                "create table facts.fct_visits (lead_id varchar, window_days bigint,"
                " verdict varchar, reason varchar)"
            )
            connection.execute(
                "insert into facts.fct_visits values"
                f" ('{ANN}', 30, 'agree', null), ('{ANN}', null, 'agree', null),"
                f" ('{BEN}', 30, 'late', 'was on holiday, back 2026-01-05')"
            )
            for change in changes:
                connection.execute(change)
        return database

    def write_landing(self, *changes: str) -> Path:
        """Write a landed feed of three rows, one of them retracted."""
        folder = self.folder / "landing"
        (folder / "tool" / "records").mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute(
                "create table records as select * from (values"
                " ('r1', 'lead', 'a@example.com', timestamp '2026-01-01', 1, 1, 1),"
                " ('r1', 'contact', 'a@example.com', timestamp '2026-01-02', 2, 2, 1),"
                " ('r1', 'lead', 'b@example.com', timestamp '2026-01-01', 2, 2, 2))"
                " as t(record_id, kind, email, updated_at,"
                " _batch_number, _delivery_number, _row_number)"
            )
            connection.execute(
                "alter table records add column created_by varchar default 'import'"
            )
            connection.execute(
                "alter table records add column _landed_at timestamp"
                " default timestamp '2026-01-03'"
            )
            connection.execute(
                "create table retracted as select 'tool' as source,"
                " 'records' as table_name, 2 as batch_number, 2 as row_number"
            )
            connection.execute(
                "create table batches as select 'tool' as source,"
                " 'records' as table_name, unnest([1, 2]) as batch_number,"
                " unnest([1, 2]) as landed"
            )
            connection.execute(
                "create table feeds as select 'tool' as source,"
                " 'records' as table_name, true as has_landed"
            )
            for change in changes:
                connection.execute(change)
            for table, file in (
                ("records", "tool/records/00000001.parquet"),
                ("retracted", "_retracted.parquet"),
                ("batches", "_batches.parquet"),
                ("feeds", "_feeds.parquet"),
            ):
                connection.execute(
                    f"copy {table} to '{folder / file}' (format parquet)"
                )
        return folder

    def check(
        self, *, build: tuple[str, ...] = (), landing: tuple[str, ...] = ()
    ) -> dict[str, CheckResult]:
        """Check the company with these SQL changes; results by check id."""
        results = check_build(
            database=self.write_build(*build),
            landing=self.write_landing(*landing),
            contracts=load(self.write_contracts()),
        )
        return {result.id: result for result in results}
