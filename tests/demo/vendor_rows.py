"""A few hand-written rows of exports tables, and what the vendors make of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from demo.story_rows import Row
from demo.tables import layouts, mail_layouts
from demo.tools import block_files, shared_files

_SHARED = (
    "campaigns",
    "campaign_costs",
    "sfa_users",
    "content_items",
    "content_costs",
    "email_templates",
)


def translated(**tables: list[Row]) -> dict[str, list[dict[str, Any]]]:
    """File → its rows; a table name ends in `__2025_09` for an export of that month."""
    given = {_path(name): rows for name, rows in tables.items()}
    shared = {name: _table(name, given.pop(name, [])) for name in _SHARED}
    block = {path: _table(path, rows) for path, rows in given.items()}
    files = {**block_files(block, shared), **shared_files(shared)}
    return {path: table.to_pylist() for path, table in files.items()}


def only(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Some columns of all rows; instants as text to the second."""
    return [tuple(_spoken(row[name]) for name in names) for row in rows]


def all_rows(
    files: Mapping[str, list[dict[str, Any]]], table: str
) -> list[dict[str, Any]]:
    """The rows of all files of a table, in order of file."""
    return [
        row
        for path, rows in sorted(files.items())
        if path.rpartition("/")[0] == table
        for row in rows
    ]


def _path(name: str) -> str:
    table, _, month = name.partition("__")
    return f"{table}/{month.replace('_', '-')}" if month else table


def _table(path: str, rows: list[Row]) -> pa.Table:
    schema = (layouts() | mail_layouts())[path.partition("/")[0]]
    texts = pa.schema([(name, pa.string()) for name in schema.names])
    filled = [{name: row.get(name) for name in schema.names} for row in rows]
    return pa.Table.from_pylist(filled, schema=texts).cast(schema)


def _spoken(value: object) -> object:
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else value
