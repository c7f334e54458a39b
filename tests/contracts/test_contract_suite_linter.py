"""A suite that could pass without having looked is refused, form by form."""

from __future__ import annotations

from dataclasses import replace

import great_expectations as gx
import great_expectations.expectations as gxe
import pytest
from great_expectations.expectations.expectation import Expectation

from contracts.promises import Column, Promise, TableSuite
from contracts.suite_linter import lint_result, lint_suite

KEY = Column("lead_id", "string", "VARCHAR", "pseudonym", is_required=True)
CODE = Column("stage", "string", "VARCHAR", "business", accepted_values=("mql",))

FLOOR = gxe.ExpectTableRowCountToBeBetween(min_value=1)
KEY_FILLED = gxe.ExpectColumnValuesToNotBeNull(column="lead_id")
CODE_FILLED = gxe.ExpectColumnValuesToNotBeNull(column="stage")
CODE_LISTED = gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=["mql"])


def _lint(*expectations: Expectation, table: TableSuite | None = None) -> list[str]:
    promise = Promise("check", "any", "any", "")
    suite = gx.ExpectationSuite(name="facts.visits", expectations=list(expectations))
    promised = table or TableSuite(
        schema="facts",
        table="visits",
        relation="facts.visits",
        key=("lead_id",),
        columns=(KEY, CODE),
        empty_reason=None,
        promises=(promise,) * len(expectations),
    )
    return lint_suite(suite, promised)


def test_a_suite_that_looks_is_accepted() -> None:
    assert _lint(FLOOR, KEY_FILLED, CODE_FILLED, CODE_LISTED) == []


@pytest.mark.parametrize(
    ("expectations", "says"),
    [
        ((KEY_FILLED,), "no row floor"),
        (
            (gxe.ExpectTableRowCountToBeBetween(min_value=0), KEY_FILLED),
            "no row floor",
        ),
        (
            (gxe.ExpectTableRowCountToBeBetween(max_value=9), KEY_FILLED),
            "no row floor",
        ),
        ((FLOOR,), "key column lead_id may be empty"),
        ((FLOOR, KEY_FILLED, CODE_LISTED), "column stage may be empty"),
        (
            (
                FLOOR,
                KEY_FILLED,
                CODE_FILLED,
                gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=[]),
            ),
            "list for column stage is empty",
        ),
        (
            (
                FLOOR,
                gxe.ExpectColumnValuesToNotBeNull(column="lead_id", mostly=0.99),
            ),
            "tolerates failures",
        ),
        (
            (
                FLOOR,
                gxe.ExpectColumnValuesToNotBeNull(
                    column="lead_id",
                    row_condition='col("stage") == "mql"',
                    condition_parser="great_expectations",
                ),
            ),
            "some rows only",
        ),
        (
            (
                FLOOR,
                KEY_FILLED,
                gxe.UnexpectedRowsExpectation(
                    unexpected_rows_query="select 1 from facts.other"
                ),
            ),
            "does not read {batch}",
        ),
    ],
)
def test_a_vacuous_suite_is_refused(
    expectations: tuple[Expectation, ...], says: str
) -> None:
    (sentence,) = _lint(*expectations)
    assert says in sentence
    assert sentence.startswith("Suite facts.visits:")


def test_a_promise_without_an_expectation_is_refused() -> None:
    promise = Promise("check", "any", "any", "")
    table = TableSuite(
        "facts", "visits", "facts.visits", ("lead_id",), (KEY,), None, (promise,) * 3
    )
    assert (
        "3 promises became 2 expectations" in _lint(FLOOR, KEY_FILLED, table=table)[0]
    )
    empty_allowed = replace(table, empty_reason="no deals yet", promises=(promise,) * 2)
    no_floor = gxe.ExpectTableRowCountToBeBetween(min_value=0)
    assert _lint(no_floor, KEY_FILLED, table=empty_allowed) == []


def test_an_exception_or_a_missing_result_is_no_pass() -> None:
    from great_expectations.core import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )

    suite = gx.ExpectationSuite(name="facts.visits", expectations=[FLOOR, KEY_FILLED])
    raised = ExpectationValidationResult(
        success=False,
        expectation_config=FLOOR.configuration,
        exception_info={
            "some metric": {
                "raised_exception": True,
                "exception_message": "no such column\nand a long trace",
                "exception_traceback": "",
            }
        },
    )
    result = ExpectationSuiteValidationResult(
        success=True, results=[raised], suite_name="facts.visits"
    )
    sentences = lint_result(suite, result)
    assert "1 of 2 expectations were evaluated" in sentences[0]
    assert "raised no such column" in sentences[1]
