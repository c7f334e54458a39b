"""What makes two landed rows the same statement, as column names and SQL."""

from __future__ import annotations

from landing.contract import TableContract


def quoted(name: str) -> str:
    """A column name as a DuckDB identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a DuckDB string literal."""
    return "'" + text.replace("'", "''") + "'"


def identity_columns(table: TableContract) -> list[str]:
    """Key columns and the version stamp, if the table has one.

    For rows versioned by delivery (the whole table, or rows without a stamp) the
    delivery number is the rest of the identity.
    """
    stamp = () if table.version in ("none", "delivery") else (table.version,)
    return [*table.key, *stamp]


def is_versioned_by_delivery(table: TableContract) -> str:
    """SQL condition: the newest delivery of the row's key wins."""
    if table.version in ("none", "delivery"):
        return str(table.version == "delivery").lower()
    return f"{quoted(table.version)} is null"
