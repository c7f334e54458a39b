"""Which rows are new, which repeat a landed row, and which contradict one.

Decided per identity over all files of a delivery and everything landed before, so that
neither the order of the files nor how rows are split into files matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from landing.candidates import Candidate, rewrite_without
from landing.contract import TableContract
from landing.identities import (
    identity_expressions,
    is_versioned_by_delivery,
    literal,
    quoted,
)
from landing.identity_index import IdentityIndex
from landing.layout import RETRACTED, Layout

_ROWS = 1 << 17


@dataclass(frozen=True)
class _Rows:
    """SQL sources: delivered rows, and landed rows that may be of one identity."""

    delivered: str
    landed: str


def settle(
    candidates: Sequence[Candidate],
    table: TableContract,
    layout: Layout,
    numbers: Sequence[int],
    connection: duckdb.DuckDBPyConnection,
) -> pa.Table:
    """Take exact duplicates and conflicts out of the delivery's candidates.

    ``numbers`` are the batches of the table that are registered, ascending. Of these
    only such are read as have a row of an identity that is delivered. Returns the rows
    landed earlier that a conflict retracts (schema RETRACTED).
    """
    index = IdentityIndex(layout, table.source, table.name, numbers)
    retracted = _settled(candidates, table, layout, index, connection)
    for candidate in candidates:
        refused = candidate.refused.closed()
        index.add(candidate.batch_number, candidate.path, refused)
    index.sync()
    return retracted


def _settled(
    candidates: Sequence[Candidate],
    table: TableContract,
    layout: Layout,
    index: IdentityIndex,
    connection: duckdb.DuckDBPyConnection,
) -> pa.Table:
    _look_up(candidates, index, connection)
    rows = _sources(candidates, table, layout, connection)
    connection.execute(f"create or replace temp table suspects as {_suspects(rows)}")
    count = connection.execute("select count(*) from suspects").fetchone()
    if not count or not count[0]:
        return RETRACTED.empty_table()
    connection.execute(f"create or replace temp table judged as {_judged(rows, table)}")
    for candidate in candidates:
        _take_out(candidate, connection)
    retracted = connection.execute(
        "select distinct batch_number, row_number from judged "
        f"where verdict = 'conflict' and is_landed and not exists ("
        f"select 1 from {_known_retracted(layout)} as known "
        f"where known.batch_number = judged.batch_number "
        f"and known.row_number = judged.row_number) "
        "order by batch_number nulls last, row_number nulls last"
    ).to_arrow_table()
    return _retracted(retracted, table)


def _look_up(
    candidates: Sequence[Candidate],
    index: IdentityIndex,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """Fill the temp table `seen` with the rows that had a delivered identity before."""
    connection.execute(
        "create or replace temp table seen (identity_hash ubigint, "
        "batch_number bigint, row_number bigint, is_refused boolean)"
    )
    for candidate in candidates:
        with pq.ParquetFile(candidate.path) as file:
            for batch in file.iter_batches(_ROWS, columns=["_identity_hash"]):
                for entries in index.seen(batch[0].to_numpy()):
                    found = pa.table(
                        {
                            "identity_hash": entries.hashes,
                            "batch_number": entries.batch_numbers,
                            "row_number": entries.row_numbers,
                            "is_refused": entries.is_refused,
                        }
                    )
                    connection.from_arrow(found).insert_into("seen")


def _sources(
    candidates: Sequence[Candidate],
    table: TableContract,
    layout: Layout,
    connection: duckdb.DuckDBPyConnection,
) -> _Rows:
    paths = ", ".join(literal(str(candidate.path)) for candidate in candidates)
    found = connection.execute(
        "select batch_number, min(row_number), max(row_number) from seen "
        "where not is_refused group by batch_number order by batch_number nulls last"
    ).fetchall()
    # By row number, because it alone grows within a file: most of it is left out.
    landed = [
        f"select * from read_parquet({literal(str(path))}) "
        f"where _row_number between {first} and {last}"
        for path, first, last in (
            (layout.batch(table.source, table.name, number), first, last)
            for number, first, last in found
        )
    ]
    if not landed:
        empty = layout.batch(table.source, table.name, 0)
        landed = [f"select * from read_parquet({literal(str(empty))})"]
    return _Rows(
        delivered=f"read_parquet([{paths}])", landed=f"({' union all '.join(landed)})"
    )


def _known_retracted(layout: Layout) -> str:
    return f"read_parquet({literal(str(layout.retracted))})"


def _suspects(rows: _Rows) -> str:
    """Hashes of identities that the delivery has twice or that were seen before."""
    return f"""
        select _identity_hash as identity_hash
        from {rows.delivered}
        group by _identity_hash
        having count(*) > 1
        union
        select identity_hash from seen
    """


def _judged(rows: _Rows, table: TableContract) -> str:
    """One row per row that does not simply land or stay, with the verdict on it.

    conflict: quarantined, or retracted if landed · repeat: an exact duplicate.
    Rows versioned by delivery are compared with each other and, for repeats, with the
    newest landed version of their key; all others with every row of their identity.
    """
    expressions = identity_expressions(table)
    keys = ", ".join(f"{part} as k{n}" for n, part in enumerate(expressions))
    part = f"""
        _batch_number as batch_number, _row_number as row_number,
        _batch_number * 1000000000000 + _row_number as place,
        _identity_hash as identity_hash, _row_hash as row_hash,
        {is_versioned_by_delivery(table)} as is_by_delivery, {keys}
    """
    same = " and ".join(
        f"suspect_rows.k{n} is not distinct from identities.k{n}"
        for n in range(len(expressions))
    )
    return f"""
        with suspect_rows as (
            select false as is_landed, {part} from {rows.delivered}
            where _identity_hash in (select identity_hash from suspects)
            union all
            select true as is_landed, {part} from {rows.landed}
            where _identity_hash in (select identity_hash from suspects)
        ),
        identities as (
            select
                identity_hash, {", ".join(f"k{n}" for n in range(len(expressions)))},
                min(row_hash) <> max(row_hash) as differs,
                min(row_hash) filter (not is_landed)
                    <> max(row_hash) filter (not is_landed) as differs_in_delivery,
                arg_max(row_hash, place) filter (is_landed) as newest_landed,
                min(place) filter (not is_landed) as first_delivered
            from suspect_rows
            group by all
        ),
        judged as (
            select
                suspect_rows.batch_number, suspect_rows.row_number,
                suspect_rows.identity_hash, suspect_rows.is_landed,
                case
                    when suspect_rows.is_by_delivery and suspect_rows.is_landed
                        then null
                    when suspect_rows.is_by_delivery and identities.differs_in_delivery
                        then 'conflict'
                    when not suspect_rows.is_by_delivery and (
                        identities.differs
                        or suspect_rows.identity_hash in (
                            select identity_hash from seen where is_refused
                        )
                    ) then 'conflict'
                    when suspect_rows.is_landed then null
                    when identities.newest_landed is not null and (
                        not suspect_rows.is_by_delivery
                        or identities.newest_landed = suspect_rows.row_hash
                    ) then 'repeat'
                    when suspect_rows.place > identities.first_delivered then 'repeat'
                end as verdict
            from suspect_rows
            inner join identities
                on suspect_rows.identity_hash = identities.identity_hash and {same}
            where identities.first_delivered is not null
        )
        select * from judged where verdict is not null
    """


def _take_out(candidate: Candidate, connection: duckdb.DuckDBPyConnection) -> None:
    own = f"from judged where batch_number = {candidate.batch_number} and not is_landed"
    counts = connection.execute(
        f"select count(*), count(*) filter (verdict = 'conflict') {own}"
    ).fetchone()
    if not counts or not counts[0]:
        return
    for rows in _conflicting_rows(candidate, connection) if counts[1] else ():
        length = rows.num_rows
        candidate.quarantine(
            rows["row_number"],
            ["CONFLICT"] * length,
            [None] * length,
            rows["record"],
            rows["identity_hash"],
        )
    candidate.exact_duplicates = counts[0] - counts[1]
    dropped = connection.execute(
        f"select row_number {own} order by row_number nulls last"
    )
    rewrite_without(candidate, iter(dropped.to_arrow_reader(_ROWS)))


def _conflicting_rows(
    candidate: Candidate, connection: duckdb.DuckDBPyConnection
) -> Iterator[pa.RecordBatch]:
    fields = ", ".join(
        f"{quoted(column.name)} := {quoted(column.name)}"
        for column in candidate.table.columns
    )
    found = connection.execute(
        f"select judged.row_number, judged.identity_hash, "
        f"to_json(struct_pack({fields}))::varchar as record "
        f"from judged inner join read_parquet({literal(str(candidate.path))}) as rows "
        "on judged.row_number = rows._row_number "
        "where judged.batch_number = ? and not judged.is_landed "
        "and judged.verdict = 'conflict' order by judged.row_number nulls last",
        [candidate.batch_number],
    )
    return iter(found.to_arrow_reader(_ROWS))


def _retracted(found: pa.Table, table: TableContract) -> pa.Table:
    length = found.num_rows
    arrays = [
        pa.repeat(table.source, length),
        pa.repeat(table.name, length),
        found["batch_number"].cast(pa.int64()),
        found["row_number"].cast(pa.int64()),
        pa.repeat("CONFLICT", length),
    ]
    return pa.Table.from_arrays(arrays, schema=RETRACTED)
