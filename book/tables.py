"""The checked rows of a book as Parquet tables, for the models to read.

The models read what was checked and not the CSV files again: two readers of one file
may differ on a blank, a quote or a zero.
"""

import typing
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import NoneType

import pyarrow as pa
import pyarrow.parquet as pq

from book.contents import BookRows
from book.files import FILES, BookFile

_ARROW_TYPES = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    date: pa.date32(),
    Decimal: pa.float64(),
}


def write_book_tables(rows: BookRows, folder: Path) -> dict[str, int]:
    """Write `<folder>/<file name>.parquet` for every file of the book.

    Columns are those of the file, in its order; an empty cell is NULL; numbers that
    are not whole are doubles. Returns the number of rows by table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for file in FILES:
        table = _table(file, rows_of(rows, file))
        pq.write_table(table, folder / f"{Path(file.path).stem}.parquet")
        counts[Path(file.path).stem] = table.num_rows
    return counts


def rows_of(rows: BookRows, file: BookFile) -> tuple[typing.Any, ...]:
    """The rows of one file, in the order of its lines."""
    for name, annotation in typing.get_type_hints(BookRows).items():
        if typing.get_args(annotation)[0] is file.row_class:
            return typing.cast(tuple[typing.Any, ...], getattr(rows, name))
    raise LookupError(f"BookRows has no rows of {file.path}.")


def _table(file: BookFile, rows: tuple[typing.Any, ...]) -> pa.Table:
    annotations = typing.get_type_hints(file.row_class)
    names = [field.name for field in fields(file.row_class) if field.name != "line"]
    schema = pa.schema([(name, _arrow_type(annotations[name])) for name in names])
    return pa.Table.from_pylist(
        [{name: _value(getattr(row, name)) for name in names} for row in rows],
        schema=schema,
    )


def _arrow_type(annotation: object) -> pa.DataType:
    options = [one for one in typing.get_args(annotation) if one is not NoneType]
    python_type = options[0] if options else annotation
    return _ARROW_TYPES[typing.cast(type, python_type)]


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value if value != "" else None
