"""Refuse suites that would pass without having looked.

Measured on Great Expectations 1.24.1: an empty table passes NotNull, InSet and Between;
InSet passes an empty cell; a query without `{batch}` only warns while it reads another
table; an expectation that raised is no failure unless someone looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.core import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.expectations.expectation import Expectation

from contracts.promises import TableSuite


def lint_suite(suite: gx.ExpectationSuite, table: TableSuite) -> list[str]:
    """Return one sentence per way in which `suite`, made from `table`, could pass
    without having looked."""
    refused = []
    expectations = list(suite.expectations)
    floors = [
        one.min_value
        for one in expectations
        if isinstance(one, gxe.ExpectTableRowCountToBeBetween)
    ]
    # A floor that is no whole number (a suite parameter) is none.
    counts = [floor for floor in floors if isinstance(floor, int)]
    if not counts or (max(counts) < 1 and not table.empty_reason):
        refused.append("it has no row floor, so an empty table would pass")
    filled = {column.name for column in table.columns if column.null_means} | {
        one.column
        for one in expectations
        if isinstance(one, gxe.ExpectColumnValuesToNotBeNull)
    }
    refused += [
        f"key column {column} may be empty and nobody says what that means"
        for column in table.key
        if column not in filled
    ]
    for one in expectations:
        refused += _vacuous(one, filled)
    if len(expectations) != len(table.promises):
        refused.append(
            f"{len(table.promises)} promises became {len(expectations)} expectations"
        )
    return [f"Suite {suite.name}: {reason}." for reason in refused]


def lint_result(
    suite: gx.ExpectationSuite, result: ExpectationSuiteValidationResult
) -> list[str]:
    """Return one sentence per reason why `result` is no verdict on all of `suite`."""
    refused = []
    if len(result.results) != len(suite.expectations):
        refused.append(
            f"{len(result.results)} of {len(suite.expectations)} expectations were"
            " evaluated"
        )
    refused += [
        f"{one.expectation_config.type} raised {raised(one)}"
        for one in result.results
        if one.expectation_config is not None and raised(one)
    ]
    return [f"Suite {suite.name}: {reason}." for reason in refused]


def raised(result: ExpectationValidationResult) -> str:
    """First line of the exception behind one expectation's result, '' if none."""
    info = result.exception_info or {}
    # One entry, or one a metric: both forms occur.
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            lines = str(entry.get("exception_message") or "").splitlines()
            return lines[0] if lines else "an exception without words"
    return ""


def _vacuous(one: Expectation, filled: set[str]) -> Iterator[str]:
    kind = one.expectation_type
    if getattr(one, "mostly", 1) != 1:
        yield f"{kind} tolerates failures (mostly below 1)"
    if getattr(one, "row_condition", None):
        yield f"{kind} looks at some rows only (row_condition)"
    if isinstance(one, gxe.ExpectColumnValuesToBeInSet):
        if not one.value_set:
            yield f"the list for column {one.column} is empty"
        if one.column not in filled:
            yield f"column {one.column} may be empty, which passes any list"
    if isinstance(one, gxe.UnexpectedRowsExpectation):
        query = str(one.unexpected_rows_query)
        fields = [name for _, name, _, _ in Formatter().parse(query)]
        if "batch" not in fields:
            yield "a query does not read {batch}, so it checks another table"
