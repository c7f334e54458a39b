"""Which rows broke a promise: keys only, read by our own query, no other values."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from contracts.promises import BATCH, Promise, TableSuite
from contracts.table_suites import PERSONAL_TEXT

KEYS_SHOWN = 100

_PERSONAL = re.compile(PERSONAL_TEXT)


@dataclass(frozen=True)
class Breach:
    """The keys that broke one promise: the first `KEYS_SHOWN`, and how many in all."""

    keys: list[str]
    count: int


def breaking_keys(
    connection: duckdb.DuckDBPyConnection, table: TableSuite, promise: Promise
) -> Breach:
    """Return what breaks `promise`, in the order of its columns."""
    if promise.kind == "columns":
        return _unlisted_columns(connection, table, promise)
    query = promise.breaking_sql.replace(BATCH, table.relation)
    count = _one(connection, f"select count(*) from (\n{query}\n)")
    found = connection.execute(
        f"select * from (\n{query}\n) order by all limit {KEYS_SHOWN}"
    )
    names = [item[0] for item in found.description or []]
    keys = [
        ", ".join(
            f"{name}={shown(value)}" for name, value in zip(names, row, strict=True)
        )
        for row in found.fetchall()
    ]
    return Breach(keys, count)


def rows_of(connection: duckdb.DuckDBPyConnection, table: TableSuite) -> int:
    """Return the number of rows of the suite's relation."""
    return _one(connection, f"select count(*) from {table.relation}")


def shown(value: object) -> str:
    """Return a key's value as text; one that looks personal is hidden."""
    text = "(none)" if value is None else str(value)
    return "(hidden)" if _PERSONAL.search(text) else text


def _unlisted_columns(
    connection: duckdb.DuckDBPyConnection, table: TableSuite, promise: Promise
) -> Breach:
    header = connection.execute(f"select * from {table.relation} limit 0").description
    found = {item[0] for item in header or []}
    promised = set(promise.values)
    keys = [f"column {name} is missing" for name in sorted(promised - found)]
    keys += [f"column {name} is in no contract" for name in sorted(found - promised)]
    return Breach(keys, len(keys))


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])
