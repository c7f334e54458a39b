"""Converted rows completed to what a batch file holds."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from landing.contract import TableContract
from landing.conversion import RAW
from landing.fingerprints import column_fingerprints, row_fingerprints
from landing.identities import flags_of_stamp, identity_columns
from landing.layout import landed_schema
from landing.raw_text import raw_objects


def landed_rows(
    rows: pa.Table,
    table: TableContract,
    constants: dict[str, pa.Scalar],
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
    texts = {
        name.removeprefix(RAW): rows[name].combine_chunks()
        for name in rows.column_names
        if name.startswith(RAW)
    }
    made = {
        "_identity_hash": row_fingerprints(identity),
        "_row_hash": row_fingerprints(list(parts.values())),
        "_raw": raw_objects(texts, rows.num_rows),
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
