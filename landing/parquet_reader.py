"""Parquet as text in batches, so that its values meet the same rules as CSV's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as pt

from landing.column_contract import ColumnContract
from landing.contract import TableContract
from landing.csv_reader import TextBatch
from landing.headings import Binding
from landing.in_order import in_order
from landing.reasons import blocked

# A batch of 131,072 rows, fewer of a table with hundreds of columns.
_ROWS = 131_072
_CELLS = 1 << 22
_MAGIC = b"PAR1"


class ParquetReader:
    """Streams one Parquet file; ``records`` is complete once batches() is exhausted.

    Raises LandingError EMPTY_FILE, TRUNCATED or UNREADABLE when made.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._name = name
        self.records = 0
        _refuse_broken(path, name)
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowInvalid, OSError) as error:
            raise blocked("UNREADABLE", file=name, type="Parquet") from error

    @property
    def headings(self) -> list[str]:
        """Column names in file order."""
        return list(self._file.schema_arrow.names)

    def check_types(self, binding: Binding, table: TableContract) -> None:
        """Raises LandingError TYPE_MISMATCH for a type that the contract excludes."""
        columns = {column.name: column for column in table.columns}
        for name, position in binding.positions.items():
            found = self._file.schema_arrow.types[position]
            if not _fits(found, columns[name]):
                raise blocked(
                    "TYPE_MISMATCH",
                    file=self._name,
                    detail=str(found),
                    column=name,
                    type=columns[name].kind,
                )

    def batches(self) -> Iterator[TextBatch]:
        """All rows in file order."""
        try:
            rows = min(_ROWS, _CELLS // max(1, len(self.headings)))
            for columns in in_order(_texts, self._file.iter_batches(batch_size=rows)):
                first = self.records + 1
                self.records += len(columns[0])
                numbers = np.arange(first, self.records + 1, dtype=np.int64)
                yield TextBatch(columns, numbers)
        except (pa.ArrowInvalid, OSError) as error:
            raise blocked("UNREADABLE", file=self._name, type="Parquet") from error


def _refuse_broken(path: Path, name: str) -> None:
    size = path.stat().st_size
    if size == 0:
        raise blocked("EMPTY_FILE", file=name)
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(max(0, size - 4))
        end = file.read(4)
    if start == _MAGIC and end != _MAGIC:
        raise blocked("TRUNCATED", file=name, detail="its Parquet footer is missing")


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pt.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    return bool(pt.is_string(kind) or pt.is_large_string(kind) or pt.is_null(kind))


def _fits(found: pa.DataType, column: ColumnContract) -> bool:
    """Text fits everywhere and is converted; a typed column must mean the same."""
    plain, kind = _plain(found), column.kind
    if _is_text(plain) or (column.list_keyed_as and _is_list(plain)):
        return True
    if kind == "timestamp":
        is_epoch = column.is_epoch and pt.is_integer(plain)
        return bool(is_epoch or pt.is_timestamp(plain) or pt.is_date(plain))
    if kind == "date":
        return bool(pt.is_date(plain) or pt.is_timestamp(plain))
    if kind == "boolean":
        return bool(pt.is_boolean(plain))
    if kind == "string":
        # Ids are often integers; a float id has lost digits already.
        return bool(pt.is_integer(plain))
    return bool(pt.is_integer(plain) or pt.is_floating(plain) or pt.is_decimal(plain))


def _is_list(kind: pa.DataType) -> bool:
    if not (pt.is_list(kind) or pt.is_large_list(kind)):
        return False
    return bool(pt.is_integer(kind.value_type) or _is_text(kind.value_type))


def _texts(batch: pa.RecordBatch) -> list[pa.Array]:
    return [_text(column) for column in batch.columns]


def _text(array: pa.Array) -> pa.Array:
    plain = _plain(array.type)
    if pt.is_nested(plain):
        # Lists of ids, and columns outside the contract, as far as JSON goes.
        texts = [_json(value) for value in array.to_pylist()]
        return pa.array(texts, pa.string())
    if pt.is_binary(plain) or pt.is_large_binary(plain):
        # Only columns outside the contract come here: kept as far as text goes.
        texts = [None if v is None else str(v) for v in array.to_pylist()]
        return pa.array(texts, pa.string())
    values = pc.cast(array, plain)
    if pt.is_timestamp(plain):
        kind = pa.timestamp("us", "UTC" if plain.tz else None)
        values = pc.cast(values, kind, safe=False)
    text = pc.cast(values, pa.string())
    if _is_text(plain):
        text.validate(full=True)
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    return text


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, default=str)
