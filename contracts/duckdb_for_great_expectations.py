"""Make Great Expectations 1.24.1 read DuckDB; the only module that knows its insides.

Its SQL engine closes the connection before it fetches, which DuckDB's results do not
survive (`list index out of range` on every row expectation). Here results are
fetched while the connection is open. `tests/contracts` has the canary that fails
when Great Expectations changes under this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Literal

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
import sqlalchemy as sa
from duckdb_engine import ConnectionWrapper
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import (
    ExecutionEngine,
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import (
    ExpectationConfiguration,
)

SOURCE_NAME = "build"

EngineType = type[SqlAlchemyExecutionEngine]


class FetchingEngine(SqlAlchemyExecutionEngine):
    """Fetches each result before the connection goes back to its pool."""

    def execute_query(self, query: sa.Executable) -> sa.Result[Any]:  # type: ignore[override]
        """Return the frozen rows of `query`."""
        with self.get_connection() as connection:
            return connection.execute(query).freeze()()


class HandoffDuckdb(SQLDatasource):
    """A SQL data source of the fluent API whose engine is `FetchingEngine`."""

    @property
    def execution_engine_type(self) -> EngineType:
        """Engine class that the data source builds."""
        return FetchingEngine

    # Last, because it hides the built-in that the return type above needs.
    type: Literal["handoff_duckdb"] = "handoff_duckdb"  # type: ignore[assignment]


class ExpectNoBreakingKeys(gxe.UnexpectedRowsExpectation):
    """`UnexpectedRows` that counts but never fetches the offending rows.

    The original also reads 200 of them, which runs every query twice and carries
    cell values into the result.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = (
        "unexpected_rows_query.row_count",
    )

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine | None = None,
    ) -> dict[str, Any]:
        return {"success": metrics["unexpected_rows_query.row_count"] == 0}


def data_source(connect: Callable[[], duckdb.DuckDBPyConnection]) -> HandoffDuckdb:
    """Return a data source in memory over `connect`: no file, no progress bar."""
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    # It would write all its sources and tables as YAML for every table that is added.
    context._save_project_config = _nothing  # type: ignore[method-assign]
    return context.data_sources.add_handoff_duckdb(
        name=SOURCE_NAME,
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
        kwargs={"creator": lambda: ConnectionWrapper(connect())},
    )


def _nothing(_: object = None) -> None:
    """The context ends with this process, so nobody reads what it would save."""


@contextmanager
def configurations_made_once() -> Iterator[None]:
    """Let an expectation make its configuration once, not some fifty times in a row.

    To be used while nobody changes an expectation. Of 22 CPU-seconds for 1,363 promises
    it takes 4; a context that saves nothing takes 3.
    """
    original: Any = Expectation.__dict__["configuration"]
    make: Callable[[Expectation], ExpectationConfiguration] = original.fget
    last: tuple[Expectation, ExpectationConfiguration] | None = None

    def made_once(self: Expectation) -> ExpectationConfiguration:
        nonlocal last
        if last is None or last[0] is not self:
            last = (self, make(self))
        return last[1]

    Expectation.configuration = property(made_once)  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        Expectation.configuration = original  # type: ignore[method-assign]


def query_for_great_expectations(sql: str) -> str:
    """Escape what its `str.format` and SQLAlchemy's bind names would misread.

    Braces other than `{batch}` are doubled; a colon that would start a bind name is
    escaped (`::` casts are left alone).
    """
    marker = "\0batch\0"
    kept = sql.replace("{batch}", marker)
    doubled = kept.replace("{", "{{").replace("}", "}}")
    colons = []
    for position, letter in enumerate(doubled):
        neighbours = doubled[max(position - 1, 0) : position + 2]
        if letter == ":" and "::" not in neighbours:
            colons.append("\\:")
        else:
            colons.append(letter)
    return "".join(colons).replace(marker, "{batch}")
