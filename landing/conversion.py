"""A batch of text as a batch of typed rows, with the rows that cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landing.column_contract import ColumnContract
from landing.contract import TableContract
from landing.headings import Binding
from landing.ids import case_safe, id_list
from landing.layout import ARROW_TYPES
from landing.numbers import number
from landing.times import day, instant
from landing.values import Mask, Values, boolean, email, key_text, mask, text_bytes

RAW = "raw "
FIELD_LIMIT = 131_072
FUTURE_TOLERANCE = timedelta(minutes=5)
_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F]"


@dataclass
class Faults:
    """The first reason found for each row of a batch, and the column it is about."""

    length: int
    codes: list[str] = field(default_factory=list)
    at: NDArray[np.int16] = field(init=False)
    columns: list[str | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.at = np.full(self.length, -1, np.int16)

    def add(self, code: str, rows: Mask, column: str | None) -> None:
        """Give ``rows`` this reason unless they have one."""
        new = rows & (self.at < 0)
        if new.any():
            self.at[new] = len(self.codes)
            self.codes.append(code)
            self.columns.append(column)

    @property
    def rows(self) -> Mask:
        """Rows that have a reason."""
        found: Mask = self.at >= 0
        return found


@dataclass(frozen=True)
class ConvertedBatch:
    """``rows``: the contract's columns, `_row_number`, and RAW + name where text as
    delivered must be kept; ``faults`` are of the batch before its bad rows were taken
    out; ``coerced_values`` counts values of good rows."""

    rows: pa.Table
    faults: Faults
    coerced_values: int


def convert(
    columns: Sequence[pa.Array],
    row_numbers: NDArray[np.int64],
    binding: Binding,
    table: TableContract,
    landed_at: datetime,
) -> ConvertedBatch:
    """Convert text columns (in file order) to the contract's types.

    Columns that the file lacks are NULL. Every fault of a row is looked for, the first
    one named: damage of the row itself, then keys, then columns in contract order.
    """
    length = len(row_numbers)
    faults = Faults(length)
    _check_fields(columns, binding, faults)
    taken: dict[str, Values] = {}
    for column in table.columns:
        position = binding.positions.get(column.name)
        if position is None:
            taken[column.name] = Values(pa.nulls(length, ARROW_TYPES[column.kind]))
        else:
            taken[column.name] = _values(columns[position], column)
    for column in sorted(table.columns, key=lambda item: not item.is_key):
        values = taken[column.name]
        for code, rows in values.faults:
            faults.add(code, rows, column.name)
        is_null = _null(values.array)
        if is_null is not None and column.is_key:
            faults.add("NULL_KEY", is_null, column.name)
        elif is_null is not None and column.is_required:
            faults.add("REQUIRED_NULL", is_null, column.name)
        if column.is_event_instant and table.version == "none":
            faults.add("FUTURE", _future(values.array, landed_at), column.name)
    is_bad = faults.rows
    arrays = {name: values.array for name, values in taken.items()}
    arrays["_row_number"] = pa.array(row_numbers)
    coerced = 0
    for name, values in taken.items():
        if values.is_coerced is not None:
            coerced += int((values.is_coerced & ~is_bad).sum())
            text = columns[binding.positions[name]]
            kept = pa.array(values.is_coerced)
            arrays[RAW + name] = pc.if_else(kept, text, None)
    for position, name in binding.extra.items():
        arrays[RAW + name] = columns[position]
    rows = pa.table(arrays)
    if is_bad.any():
        rows = rows.filter(pa.array(~is_bad))
    return ConvertedBatch(rows, faults, coerced)


def _values(text: pa.Array, column: ColumnContract) -> Values:
    if column.kind == "timestamp":
        return instant(text, column)
    if column.kind == "date":
        return day(text, column)
    if column.kind == "boolean":
        return boolean(text)
    if column.kind != "string":
        return number(text, column)
    if column.is_email:
        return email(text)
    if column.list_keyed_as:
        return id_list(text)
    values = Values(text)
    if column.is_key or column.is_code:
        values = key_text(text, column.is_key)
    return case_safe(values) if column.is_case_safe_id else values


def _null(array: pa.Array) -> Mask | None:
    return mask(pc.is_null(array)) if array.null_count else None


def _future(instants: pa.Array, landed_at: datetime) -> Mask:
    limit = pa.scalar(landed_at + FUTURE_TOLERANCE, pa.timestamp("us"))
    return mask(pc.greater(instants, limit))


def _check_fields(
    columns: Sequence[pa.Array], binding: Binding, faults: Faults
) -> None:
    names = {position: name for name, position in binding.positions.items()}
    for position, column in enumerate(columns):
        name = names.get(position)
        codes = text_bytes(column)
        if len(codes) and codes.min() < ord(" "):
            rows = mask(pc.match_substring_regex(column, _CONTROL))
            faults.add("CONTROL_CHAR", rows, name)
        # Only where the column as a whole is long enough can one field be.
        if len(codes) > FIELD_LIMIT:
            rows = mask(pc.greater(pc.binary_length(column), FIELD_LIMIT))
            faults.add("FIELD_TOO_LONG", rows, name)
