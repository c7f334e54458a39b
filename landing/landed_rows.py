"""Converted rows completed to what a batch file holds."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from landing.contract import TableContract
from landing.conversion import RAW
from landing.fingerprints import column_fingerprints, row_fingerprints
from landing.identities import flags_of_stamp, identity_columns, literal, quoted
from landing.layout import landed_schema


def landed_rows(
    rows: pa.Table,
    table: TableContract,
    constants: dict[str, pa.Scalar],
    connection: duckdb.DuckDBPyConnection,
) -> pa.Table:
    """Rows in the landed schema of their table.

    ``constants`` are `_batch_number`, `_delivery_number` and `_landed_at`.
    """
    parts = column_fingerprints(rows, [column.name for column in table.columns])
    identity = [parts[name] for name in identity_columns(table)]
    for name in flags_of_stamp(table):
        has_stamp = pc.is_valid(rows[table.version].combine_chunks())
        counts = has_stamp.to_numpy(zero_copy_only=False)
        identity.append(np.where(counts, parts[name], np.uint64(0)))
    made = {
        "_identity_hash": row_fingerprints(identity),
        "_row_hash": row_fingerprints(list(parts.values())),
        "_raw": _raw(rows, connection),
    }
    schema = landed_schema(table)
    arrays = []
    for part in schema:
        if part.name in constants:
            arrays.append(pa.repeat(constants[part.name], rows.num_rows))
        elif part.name in made:
            arrays.append(pa.array(made[part.name], part.type))
        else:
            arrays.append(rows[part.name].cast(part.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def _raw(rows: pa.Table, connection: duckdb.DuckDBPyConnection) -> pa.Array:
    """JSON object of the texts as delivered that are not NULL; NULL without any."""
    kept = [name for name in rows.column_names if name.startswith(RAW)]
    if not kept:
        return pa.nulls(rows.num_rows, pa.string())
    found = connection.from_arrow(rows.select(kept)).query(
        "rows", f"select {_raw_sql(kept)} as raw from rows"
    )
    return found.to_arrow_table()["raw"].combine_chunks()


def _raw_sql(columns: Sequence[str]) -> str:
    members = [
        f"case when {quoted(column)} is not null then "
        f"to_json({literal(column.removeprefix(RAW))}) || ':' || "
        f"to_json({quoted(column)}) end"
        for column in columns
    ]
    joined = f"concat_ws(',', {', '.join(members)})"
    return f"case when {joined} <> '' then '{{' || {joined} || '}}' end"
