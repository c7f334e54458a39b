"""Promises → Great Expectations suites in memory, validated against DuckDB.

Imported only when checks run: Great Expectations costs about 3 CPU-seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe

from contracts.duckdb_for_great_expectations import (
    ExpectNoBreakingKeys,
    HandoffDuckdb,
    configurations_made_once,
    data_source,
    query_for_great_expectations,
)
from contracts.promises import Promise, Status, TableSuite
from contracts.suite_linter import lint_result, lint_suite, raised


@dataclass(frozen=True)
class Verdict:
    """What became of one promise; `reason` only where status is `error`."""

    promise: Promise
    status: Status
    reason: str = ""


def validate(
    suites: Sequence[TableSuite], connect: Callable[[], duckdb.DuckDBPyConnection]
) -> dict[TableSuite, list[Verdict]]:
    """Return a verdict for every promise of every suite, in order.

    `connect` returns a new cursor on the build. Whatever cannot be evaluated, or could
    pass without being evaluated, is an `error`.
    """
    source = data_source(connect)
    return {table: _validate_one(source, table) for table in suites}


def expectation_suite(table: TableSuite) -> gx.ExpectationSuite:
    """Return the suite of `table`; each meta holds the place of its promise."""
    return gx.ExpectationSuite(
        name=table.relation,
        expectations=[
            _expectation(promise, {"promise": place})
            for place, promise in enumerate(table.promises)
        ],
    )


def _validate_one(source: HandoffDuckdb, table: TableSuite) -> list[Verdict]:
    suite = expectation_suite(table)
    refused = lint_suite(suite, table)
    if refused:
        return _all_errors(table, "; ".join(refused))
    try:
        asset = source.add_query_asset(
            name=table.relation, query=f"select * from {table.relation}"
        )
        batch = asset.add_batch_definition_whole_table("whole").get_batch()
        with configurations_made_once():
            result = batch.validate(suite, result_format="BOOLEAN_ONLY")
    # Whatever the library raises here, the table was not checked.
    except Exception as problem:
        return _all_errors(table, _first_line(problem))
    by_place = {
        one.expectation_config.meta["promise"]: one
        for one in result.results
        if one.expectation_config is not None
    }
    unseen = "; ".join(lint_result(suite, result))
    verdicts = []
    for place, promise in enumerate(table.promises):
        one = by_place.get(place)
        if one is None:
            verdicts.append(Verdict(promise, "error", unseen))
        elif raised(one):
            verdicts.append(Verdict(promise, "error", raised(one)))
        else:
            verdicts.append(Verdict(promise, "held" if one.success else "failed"))
    return verdicts


def _expectation(promise: Promise, meta: dict[str, int]) -> gxe.Expectation:
    match promise.kind:
        case "row_floor":
            return gxe.ExpectTableRowCountToBeBetween(
                min_value=promise.floor, meta=meta
            )
        case "columns":
            return gxe.ExpectTableColumnsToMatchSet(
                column_set=list(promise.values), exact_match=True, meta=meta
            )
        case "not_null":
            return gxe.ExpectColumnValuesToNotBeNull(column=promise.column, meta=meta)
        case "accepted_values":
            return gxe.ExpectColumnValuesToBeInSet(
                column=promise.column, value_set=list(promise.values), meta=meta
            )
        case _:
            return ExpectNoBreakingKeys(
                unexpected_rows_query=query_for_great_expectations(
                    promise.breaking_sql
                ),
                description=promise.sentence,
                meta=meta,
            )


def _all_errors(table: TableSuite, reason: str) -> list[Verdict]:
    return [Verdict(promise, "error", reason) for promise in table.promises]


def _first_line(problem: Exception) -> str:
    lines = str(problem).splitlines()
    return f"{type(problem).__name__}: {lines[0] if lines else ''}"
