"""The yardstick: one DuckDB query that reads every used column of the landed Parquet.

A ratio to it tells how much more than reading a build does, on any machine. Used is
what DuckDB says that the models' plans read: it compiles every model against empty
tables in the place of the landed files, and names the columns of each table scan.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb

from orchestration.compiled_models import CompiledProject, is_model, relation
from orchestration.resources import Home

# Landed table (`<source>/<table>`) → its used columns, both in order of name.
UsedColumns = dict[str, list[str]]
_LANDED = re.compile(r"read_parquet\('[^']*/landing/(\w+)/(\w+)/\*\.parquet'[^)]*\)")
# Without them a plan neither leaves out a column that is all NULL in an empty table nor
# hides one that only a filter reads.
_OFF = "set disabled_optimizers = 'statistics_propagation,filter_pushdown'"


def used_columns(project: CompiledProject, home: Home) -> UsedColumns:
    """The columns of the landed tables that building every model once reads.

    The home must have landed: its files give the columns' types, and its book is read.
    """
    used: dict[str, set[str]] = defaultdict(set)
    with duckdb.connect() as connection:
        # Compiled SQL names the database of a build.
        connection.execute("attach ':memory:' as handoff")
        connection.execute("use handoff")
        connection.execute("create schema landed")
        connection.execute(_OFF)
        for node in filter(is_model, project.nodes()):
            query = _on_empty_tables(connection, project.query(node, home))
            connection.execute(f'create schema if not exists "{node["schema"]}"')
            if node["config"]["materialized"] == "view":
                connection.execute(f"create view {relation(node)} as ({query}\n)")
                continue
            for table, columns in _scans(connection, query):
                used[table].update(columns)
            connection.execute(
                f"create table {relation(node)} as select * from ({query}\n) limit 0"
            )
    return {
        table: sorted(columns) for table, columns in sorted(used.items()) if columns
    }


def scan_query(used: Mapping[str, list[str]], landing: Path) -> str:
    """One query that reads these columns of the Parquet files below `landing`.

    It counts their values, which is the least that one can do with them.
    """
    return (
        "select sum(values_read) from (\n"
        + "\nunion all\n".join(
            "select "
            + " + ".join(f'count("{column}")' for column in columns)
            + f" as values_read from read_parquet('{landing / table}/*.parquet')"
            for table, columns in used.items()
        )
        + "\n)"
    )


def scan(used: Mapping[str, list[str]], landing: Path) -> int:
    """Run the scan query with two threads and return how many values it read."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("set enable_progress_bar = false")
        # Or a count would be answered from the files' statistics.
        connection.execute(_OFF)
        found = connection.execute(scan_query(used, landing)).fetchone()
    assert found is not None
    return int(found[0])


def _on_empty_tables(connection: duckdb.DuckDBPyConnection, query: str) -> str:
    """The query with an empty table of the same columns in the place of each file."""

    def empty(match: re.Match[str]) -> str:
        table = f'landed."{match[1]}/{match[2]}"'
        connection.execute(
            f"create table if not exists {table} as select * from {match[0]} limit 0"
        )
        return table

    return _LANDED.sub(empty, query)


def _scans(
    connection: duckdb.DuckDBPyConnection, query: str
) -> Iterator[tuple[str, list[str]]]:
    """Each scan of a landed table in the plan of a query, with the columns it reads."""
    found = connection.execute(f"explain (format json) {query}").fetchone()
    assert found is not None
    operators: list[dict[str, Any]] = json.loads(found[1])
    while operators:
        operator = operators.pop()
        operators += operator["children"]
        told = operator.get("extra_info", {})
        _, _, table = str(told.get("Table", "")).partition(".landed.")
        columns = told.get("Projections", [])
        if table:
            yield table.strip('"'), [columns] if isinstance(columns, str) else columns
