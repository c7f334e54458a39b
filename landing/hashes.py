"""Identity and payload of landed rows as hashes, worked out by DuckDB.

MD5 because it must stay the same for as long as a home lives; DuckDB's own hash may
change between versions. 64 bits of it: rows whose identities hash alike are compared by
their key columns before anything is decided.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from landing.contract import ColumnContract, TableContract
from landing.layout import landed_schema

RAW = "raw "


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


def _hash(columns: Sequence[ColumnContract]) -> str:
    """Hash over the columns that are not NULL, each with its name.

    So a column that a contract adds later changes no hash while it is empty. Control
    characters stand between the parts; no landed text contains them.
    """
    parts = [
        f"{literal(column.name)} || chr(30) || {_text(column)}"
        for column in sorted(columns, key=lambda item: item.name)
    ]
    return f"md5_number_lower(concat_ws(chr(31), {', '.join(parts)}))"


def _text(column: ColumnContract) -> str:
    name = quoted(column.name)
    if column.kind == "timestamp":
        return f"epoch_us({name})::varchar"
    return name if column.kind == "string" else f"{name}::varchar"


def _raw(names: Sequence[str]) -> str:
    """JSON object of the texts as delivered that are not NULL; NULL without any."""
    if not names:
        return "null::varchar"
    parts = [
        f"case when {quoted(RAW + name)} is not null then to_json({literal(name)})"
        f" || ':' || to_json({quoted(RAW + name)}) end"
        for name in names
    ]
    joined = f"concat_ws(',', {', '.join(parts)})"
    return f"case when {joined} <> '' then '{{' || {joined} || '}}' end"


def landed_rows(
    connection: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    table: TableContract,
    constants: dict[str, pa.Scalar],
) -> pa.Table:
    """Converted rows completed to the landed schema of their table.

    ``constants`` are `_batch_number`, `_delivery_number` and `_landed_at`.
    """
    schema = landed_schema(table)
    by_name = {column.name: column for column in table.columns}
    raw = [n.removeprefix(RAW) for n in rows.column_names if n.startswith(RAW)]
    made = {
        "_identity_hash": _hash([by_name[name] for name in identity_columns(table)]),
        "_row_hash": _hash(table.columns),
        "_raw": _raw(raw),
    }
    selected = ", ".join(f"{sql} as {name}" for name, sql in made.items())
    found = connection.from_arrow(rows).query(
        "rows", f"select {selected} from rows"
    )
    hashes = found.to_arrow_table()
    arrays = []
    for part in schema:
        if part.name in constants:
            arrays.append(pa.repeat(constants[part.name], rows.num_rows))
        else:
            origin = hashes if part.name in made else rows
            arrays.append(origin[part.name].cast(part.type))
    return pa.Table.from_arrays(arrays, schema=schema)
