"""Check a private build against every contract: one result a check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from contracts.breaking_keys import KEYS_SHOWN, breaking_keys, rows_of, shown
from contracts.build_connection import Connect, landed_feeds, open_build
from contracts.promises import (
    CheckResult,
    CheckSpec,
    Contracts,
    Status,
    TableSuite,
)
from contracts.table_suites import table_suites

if TYPE_CHECKING:
    from contracts.expectations import Verdict


def check_build(
    *, database: Path, landing: Path, contracts: Contracts
) -> list[CheckResult]:
    """Return a result for every check of `contracts`, in the order of its specs.

    Reads `database` (the private build) and `landing` (Parquet of the feeds), writes
    nothing. A check that could not be evaluated has the status `error` and a reason;
    raises ContractError only where there is no build at all.
    """
    suites = table_suites(contracts, landed_feeds(landing))
    with open_build(
        database=database, landing=landing, feeds=contracts.feeds
    ) as connect:
        # Imported here: loading contracts must not cost what enforcing them does.
        from contracts.expectations import validate

        verdicts = validate(suites, connect)
        specs = {check.id: check for check in contracts.checks}
        results = _results(verdicts, specs, connect)
    return [results[check.id] for check in contracts.checks]


def _results(
    verdicts: Mapping[TableSuite, Sequence[Verdict]],
    specs: Mapping[str, CheckSpec],
    connect: Connect,
) -> dict[str, CheckResult]:
    connection = connect()
    results = {}
    for table, of_table in verdicts.items():
        rows = _rows(connection, table)
        by_check: dict[str, list[Verdict]] = {}
        for verdict in of_table:
            by_check.setdefault(verdict.promise.check_id, []).append(verdict)
        for check_id, of_check in by_check.items():
            results[check_id] = _result(
                connection, specs[check_id], table, of_check, rows
            )
    return results


def _result(
    connection: duckdb.DuckDBPyConnection,
    spec: CheckSpec,
    table: TableSuite,
    verdicts: Sequence[Verdict],
    rows: int,
) -> CheckResult:
    keys: list[str] = []
    count = 0
    reasons = []
    for verdict in verdicts:
        if verdict.status == "error":
            reasons.append(verdict.reason)
        if verdict.status != "failed":
            continue
        try:
            breach = breaking_keys(connection, table, verdict.promise)
        except duckdb.Error as problem:
            reasons.append(str(problem).splitlines()[0])
            continue
        # A contract makes many promises in one check, so each key says which it broke.
        prefix = "" if verdict.promise.kind == "rule" else _broken(verdict) + ": "
        keys += [prefix + key for key in breach.keys]
        count += breach.count
    status: Status = "error" if reasons else "held"
    if any(verdict.status == "failed" for verdict in verdicts):
        status = "failed"
    return CheckResult(
        id=spec.id,
        schema=spec.schema,
        table=spec.table,
        sentence=spec.sentence,
        status=status,
        rows_checked=rows,
        breaking_keys=keys[:KEYS_SHOWN],
        breaking_count=count,
        reason="; ".join(sorted({shown(reason) for reason in reasons})),
    )


def _broken(verdict: Verdict) -> str:
    return f"broken promise “{verdict.promise.sentence}”"


def _rows(connection: duckdb.DuckDBPyConnection, table: TableSuite) -> int:
    try:
        return rows_of(connection, table)
    except duckdb.Error:
        return 0
