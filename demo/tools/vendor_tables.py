"""From columns of the `exports` tables to columns and files of a vendor's tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.deliveries import MONTHS
from demo.draws import Bools, Ints
from demo.tables import layouts, mail_layouts

Tables: TypeAlias = Mapping[str, pa.Table]
Files: TypeAlias = dict[str, pa.Table]

SYNCED: Final = "_fivetran_synced"
# Vendors' clocks run in UTC, the company's nine hours ahead.
_AHEAD: Final = pa.scalar(timedelta(hours=9), pa.duration("us"))
_INSTANT: Final = pa.timestamp("us")
_TEXT: Final = pa.string()
# A text cannot be longer than this to be an id that has a shorter form.
_LONG_FORM: Final = r"^[0-9A-Za-z]{18}$"


def rows_of(tables: Tables, name: str) -> pa.Table:
    """The rows of a table of the block; none if the block lacks it."""
    found = tables.get(name)
    if found is None:
        found = (layouts() | mail_layouts())[name].empty_table()
    return found


def exports_of(tables: Tables, name: str) -> dict[str, pa.Table]:
    """Month → rows of a table of records, as exported at the end of that month."""
    return {
        path.partition("/")[2]: table
        for path, table in sorted(tables.items())
        if path.startswith(f"{name}/")
    }


def first_rows(tables: Tables, name: str, stamp: str) -> pa.Table:
    """The first row of each record (key: the first column) that shows the stamp."""
    parts = [
        rows.filter(pc.is_valid(rows[stamp]))
        for rows in exports_of(tables, name).values()
    ]
    found = pa.concat_tables([rows_of({}, name), *parts])
    keys = column(found, found.column_names[0]).to_numpy(zero_copy_only=False)
    _, first = np.unique(keys.astype(str), return_index=True)
    return found.take(pa.array(np.sort(first)))


def column(table: pa.Table, name: str) -> pa.Array:
    """One column in one piece."""
    return table[name].combine_chunks()


def utc(instants: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Naive instants of the company's clock → naive UTC, in microseconds."""
    if isinstance(instants, pa.ChunkedArray):
        instants = instants.combine_chunks()
    return pc.subtract(instants.cast(_INSTANT), _AHEAD)


def in_words(values: pa.Array, words: Mapping[str, str]) -> pa.Array:
    """Each value in the vendor's word for it; a value without one as it is."""
    found = pc.index_in(values, value_set=pa.array(list(words), _TEXT))
    return pc.coalesce(pa.array(list(words.values()), _TEXT).take(found), values)


def looked_up(keys: pa.Array, known: pa.Array, values: pa.Array) -> pa.Array:
    """The value that stands beside each key among the known ones; NULL for others."""
    if not len(known):
        return pa.nulls(len(keys), values.type)
    return values.take(pc.index_in(keys, value_set=known, skip_nulls=True))


def same(value: str | bool | None, rows: int) -> pa.Array:
    """One value in all rows (text, unless it is a truth)."""
    kind = pa.bool_() if isinstance(value, bool) else _TEXT
    return pa.repeat(pa.scalar(value, kind), rows)


def short_form(ids: pa.Array, chosen: Bools) -> pa.Array:
    """The chosen 18-character ids as the 15 characters that old tools keep of them."""
    is_long = pc.match_substring_regex(ids, _LONG_FORM)
    shortened = pc.utf8_slice_codeunits(ids, 0, 15)
    return pc.if_else(pc.and_(is_long, pa.array(chosen)), shortened, ids)


def one_in(share: int, rows: int) -> Bools:
    """True in every `share`-th row."""
    return np.arange(rows) % share == share - 1


def nth_of(owners: pa.Array) -> Ints:
    """Running number (from 1) of each row among those of the same owner."""
    codes = owners.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.arange(len(order)) - starts + 1
    return found


def made_ids(owners: pa.Array, kind: str) -> pa.Array:
    """Ids of rows that had none: owner, kind of row, and running number."""
    number = pa.array(nth_of(owners)).cast(_TEXT)
    return pc.binary_join_element_wise(owners, kind, number, "-")


def by_month(
    path: str, columns: Mapping[str, pa.Array], arrival: pa.Array | pa.ChunkedArray
) -> Files:
    """Events as the connector delivers them: a file a month in which rows arrived.

    `arrival` is of the company's clock. Rows that arrive after the last month are
    not delivered; a table without any row is one empty file.
    """
    if isinstance(arrival, pa.ChunkedArray):
        arrival = arrival.combine_chunks()
    table = pa.table({**columns, SYNCED: utc(arrival)})
    month = arrival.cast("timestamp[s]").to_numpy(zero_copy_only=False)
    part = month.astype("datetime64[M]").astype(np.int64)
    part = np.maximum(part - np.datetime64(MONTHS[0], "M").astype(np.int64), 0)
    order = np.argsort(part, kind="stable")
    bounds = np.searchsorted(part[order], np.arange(len(MONTHS) + 1))
    rows = table.take(pa.array(order))
    files = {
        f"{path}/{name}": rows.slice(bounds[nth], bounds[nth + 1] - bounds[nth])
        for nth, name in enumerate(MONTHS)
        if bounds[nth] < bounds[nth + 1]
    }
    return files or {f"{path}/{MONTHS[-1]}": rows.slice(0, 0)}


def at_export(path: str, columns: Mapping[str, pa.Array], month: str) -> Files:
    """Records as they stand when a month ends: one file."""
    rows = len(next(iter(columns.values())))
    synced = pa.repeat(pa.scalar(ends_at(month), _INSTANT), rows)
    return {f"{path}/{month}": pa.table({**columns, SYNCED: utc(synced)})}


def ends_at(month: str) -> datetime:
    """The first instant after a month (`2025-09`), by the company's clock."""
    year, number = map(int, month.split("-"))
    return datetime(year + number // 12, number % 12 + 1, 1)


def at_end(path: str, columns: Mapping[str, pa.Array]) -> Files:
    """Records as they stand on the company's last day: one file."""
    return at_export(path, columns, MONTHS[-1])
