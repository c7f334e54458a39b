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
    """Key columns, the version stamp, if the table has one, and what tells beside it.

    A tool may change a row without its stamp: then the connector's own stamp, or that
    a row is preliminary, tells two states from two contradicting rows.

    For rows versioned by delivery (the whole table, or rows without a stamp) the
    delivery number is the rest of the identity; for all others, flags_of_stamp are.
    """
    stamp = () if table.version in ("none", "delivery") else (table.version,)
    beside = [
        column.name
        for column in table.columns
        if column.is_received_at or column.is_preliminary
    ]
    return [*table.key, *stamp, *beside]


def flags_of_stamp(table: TableContract) -> list[str]:
    """Deletion flags, which a connector turns without touching the version stamp.

    So two rows of one stamp are two statements if they differ in such a flag. Where
    there is no stamp the newest delivery says what holds.
    """
    if table.version in ("none", "delivery"):
        return []
    return [column.name for column in table.columns if column.is_deletion_flag]


def identity_expressions(table: TableContract) -> list[str]:
    """SQL of what makes up the identity of a row, the delivery number aside."""
    columns = [quoted(name) for name in identity_columns(table)]
    flags = [
        f"case when {quoted(table.version)} is not null then {quoted(name)} end"
        for name in flags_of_stamp(table)
    ]
    return [*columns, *flags]


def is_versioned_by_delivery(table: TableContract) -> str:
    """SQL condition: the newest delivery of the row's key wins."""
    if table.version in ("none", "delivery"):
        return str(table.version == "delivery").lower()
    return f"{quoted(table.version)} is null"
