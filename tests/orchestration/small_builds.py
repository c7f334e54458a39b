"""Builds of one row a table and check results, made without landing or dbt."""

from datetime import UTC, datetime
from hashlib import sha256

import duckdb

from contracts import CheckResult, Contracts, TableContract
from orchestration.build_record import BuildRecord, CheckOutcome, StepCount
from orchestration.resources import Home

NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


def write_build(home: Home, contracts: Contracts) -> None:
    """Make a build database with one row a table."""
    home.build.mkdir(parents=True, exist_ok=True)
    home.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(home.build_database)) as build:
        for table in contracts.tables:
            build.execute(f"create schema if not exists {table.schema}")
            build.execute(f"create table {table.relation} as {_one_row(table)}")


def record(contracts: Contracts, status: str) -> BuildRecord:
    """A record of a build whose checks all ended in `status`."""
    return BuildRecord(
        inputs={
            "definition_hash": "d" * 64,
            "as_of": "2026-03-31T12:00:00+00:00",
            "ledger": {"folder_hash": sha256().hexdigest(), "is_written": False},
        },
        steps=[StepCount(name, 1.0, 10, 9) for name in ("land", "transform", "check")],
        accounting=[{"source": "exports", "table_name": "ma_leads", "landed": 9}],
        checks=[
            CheckOutcome(
                one.id, one.schema, one.table, one.sentence, status, 9, 0, (), ""
            )
            for one in contracts.checks
        ],
    )


def results(contracts: Contracts, *, failed: str = "") -> list[CheckResult]:
    """What `check_build` returns, with the check called `failed` broken by 12 keys."""
    return [
        CheckResult(
            id=one.id,
            schema=one.schema,
            table=one.table,
            sentence=one.sentence,
            status="failed" if one.id == failed else "held",
            rows_checked=9,
            breaking_keys=[f"key={n}" for n in range(12)] if one.id == failed else [],
            breaking_count=12 if one.id == failed else 0,
        )
        for one in contracts.checks
    ]


def _one_row(table: TableContract) -> str:
    columns = ", ".join(
        f'cast(null as {column.physical_type}) as "{column.name}"'
        for column in table.columns
    )
    return f"select {columns}"
