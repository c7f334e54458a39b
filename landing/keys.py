"""Source ids and their pseudonyms: HMAC with the home's secret, made in Python only.

In SQL the secret would end up in the files that dbt writes about a run.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from landing.candidates import Candidate
from landing.contract import SourceContract
from landing.identities import literal, quoted
from landing.layout import KEYS, Layout
from landing.parquet_files import write_atomically
from landing.reasons import blocked

KEY_LENGTH = 32


def record_key(secret: bytes, source: str, object_name: str, native_id: str) -> str:
    """Pseudonym of a source record: 32 hex characters of HMAC-SHA256."""
    text = "\0".join((source, object_name, native_id)).encode()
    return hmac.digest(secret, text, "sha256").hex()[:KEY_LENGTH]


def check_secret(secret: bytes, source: SourceContract, layout: Layout) -> None:
    """Raises LandingError SECRET_CHANGED if keys of the home have another secret."""
    for object_name in source.objects:
        path = layout.keys(source.name, object_name)
        if not path.exists():
            continue
        with pq.ParquetFile(path) as file:
            first = next(file.iter_batches(batch_size=1), None)
        for row in [] if first is None else first.to_pylist():
            native_id = row["native_id"]
            made = record_key(secret, source.name, object_name, native_id)
            if row["record_key"] != made:
                raise blocked("SECRET_CHANGED", source=source.name)


def add_keys(
    candidates: Sequence[Candidate],
    source: SourceContract,
    secret: bytes,
    layout: Layout,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Make the keys of all ids in the candidates' good rows that have none yet.

    A key depends on nothing but secret and id, so one left by a run that then failed
    is the one that the next run would make.
    """
    for object_name in source.objects:
        selects = [
            f"select {quoted(column.name)} as native_id "
            f"from read_parquet({literal(str(candidate.path))})"
            for candidate in candidates
            for column in candidate.table.columns
            if object_name in column.keyed_as
        ]
        if not selects:
            continue
        path = layout.keys(source.name, object_name)
        known = pq.read_table(path) if path.exists() else KEYS.empty_table()
        found = connection.from_arrow(known).query(
            "known",
            f"select native_id from ({' union all '.join(selects)}) "
            "where native_id is not null except select native_id from known",
        )
        new = found.to_arrow_table()["native_id"].to_pylist()
        if new:
            made = _keys(new, source.name, object_name, secret)
            keys = pa.concat_tables([known, made]).sort_by("native_id")
            write_atomically(keys, path)


def _keys(ids: Sequence[str], source: str, object_name: str, secret: bytes) -> pa.Table:
    keys = [record_key(secret, source, object_name, native_id) for native_id in ids]
    arrays = [
        pa.repeat(source, len(ids)),
        pa.repeat(object_name, len(ids)),
        pa.array(ids, pa.string()),
        pa.array(keys, pa.string()),
    ]
    return pa.Table.from_arrays(arrays, schema=KEYS)
