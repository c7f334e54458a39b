"""Fails when Great Expectations changes under contracts/duckdb_for_great_expectations.

If a test here fails after an upgrade, read that module before changing the test.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
import pytest

from contracts.duckdb_for_great_expectations import (
    ExpectNoBreakingKeys,
    configurations_made_once,
    data_source,
    query_for_great_expectations,
)

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.expectations.expectation import Expectation

ROWS = (
    "create table visits as select * from"
    " (values (1, 'mql'), (2, null), (3, 'sal')) as t(lead_number, stage)"
)


def _validate(*expectations: Expectation) -> ExpectationSuiteValidationResult:
    connection = duckdb.connect()
    connection.execute(ROWS)
    source = data_source(connection.cursor)
    asset = source.add_query_asset(name="visits", query="select * from visits")
    batch = asset.add_batch_definition_whole_table("whole").get_batch()
    suite = gx.ExpectationSuite(name="visits", expectations=list(expectations))
    return batch.validate(suite, result_format="BOOLEAN_ONLY")


def test_the_patch_was_written_for_this_version() -> None:
    assert gx.__version__ == "1.24.1"


def test_without_the_patch_every_row_expectation_still_fails() -> None:
    # While this holds the patch is needed; when it fails, the patch can go.
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    source = context.data_sources.add_sql(
        name="unpatched",
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
    )
    asset = source.add_query_asset(name="one", query="select 1 as lead_number")
    batch = asset.add_batch_definition_whole_table("whole").get_batch()
    result = batch.validate(gxe.ExpectColumnValuesToNotBeNull(column="lead_number"))
    assert result.exception_info
    assert "list index out of range" in str(result.exception_info)


def test_expectations_on_duckdb_hold_and_fail_as_they_should() -> None:
    result = _validate(
        gxe.ExpectTableRowCountToBeBetween(min_value=3),
        gxe.ExpectTableRowCountToBeBetween(min_value=4),
        gxe.ExpectColumnValuesToNotBeNull(column="lead_number"),
        gxe.ExpectColumnValuesToNotBeNull(column="stage"),
        gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=["mql", "sal"]),
        gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=["mql"]),
        gxe.ExpectTableColumnsToMatchSet(
            column_set=["lead_number", "stage"], exact_match=True
        ),
        gxe.ExpectTableColumnsToMatchSet(column_set=["lead_number"], exact_match=True),
        ExpectNoBreakingKeys(
            unexpected_rows_query="select * from {batch} where lead_number > 3"
        ),
        ExpectNoBreakingKeys(
            unexpected_rows_query="select * from {batch} where lead_number > 2"
        ),
    )
    assert [one.success for one in result.results] == [True, False] * 5
    assert not any("raised_exception': True" in str(one) for one in result.results)


def test_results_carry_no_cell_value() -> None:
    result = _validate(
        gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=["x"]),
        ExpectNoBreakingKeys(unexpected_rows_query="select stage from {batch}"),
    )
    assert not result.success
    assert [one.result for one in result.results] == [{}, {}]


def test_the_vacuous_passes_that_the_linter_is_for_still_pass() -> None:
    # InSet ignores the empty stage, and a query may read another table than its batch.
    result = _validate(
        gxe.ExpectColumnValuesToBeInSet(column="stage", value_set=["mql", "sal"]),
        ExpectNoBreakingKeys(unexpected_rows_query="select 1 where false"),
    )
    assert result.success


def test_a_configuration_is_made_once_and_only_while_asked_to() -> None:
    one = gxe.ExpectColumnValuesToNotBeNull(column="stage")
    other = gxe.ExpectColumnValuesToNotBeNull(column="lead_number")
    assert one.configuration is not one.configuration
    with configurations_made_once():
        assert one.configuration is one.configuration
        assert one.configuration.kwargs == {"column": "stage"}
        assert other.configuration.kwargs == {"column": "lead_number"}
        assert one.configuration.kwargs == {"column": "stage"}
    assert one.configuration is not one.configuration


def test_a_table_more_does_not_save_all_of_them_as_yaml(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = data_source(duckdb.connect().cursor)
    unpatched = gx.get_context(mode="ephemeral").data_sources.add_sql(
        name="unpatched", connection_string="duckdb:///:memory:"
    )
    saved: list[object] = []

    def save(context: object) -> str:
        saved.append(context)
        return ""

    monkeypatch.setattr(
        "great_expectations.data_context.types.base.BaseYamlConfig.to_yaml_str", save
    )
    source.add_query_asset(name="one", query="select 1 as lead_number")
    assert saved == []
    unpatched.add_query_asset(name="one", query="select 1 as lead_number")
    assert saved


def test_nothing_is_written_beside_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _validate(gxe.ExpectTableRowCountToBeBetween(min_value=1))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sql", "escaped"),
    [
        ("from {batch}", "from {batch}"),
        ("'^a{3}$'", "'^a{{3}}$'"),
        ("'(?:a)'", "'(?\\:a)'"),
        ("x::bigint", "x::bigint"),
    ],
)
def test_queries_are_escaped_for_two_readers(sql: str, escaped: str) -> None:
    assert query_for_great_expectations(sql) == escaped
