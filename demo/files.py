"""The raw files of the demo as bytes on disk, each replaced as a whole."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

RAGGED_FILE: Final = "ma_touches/2026-03"
# Four of nine fields: what a broken export job leaves behind.
_RAGGED_ROW: Final = b"t-ragged,1000001,,whitepaper_download\n"


def write_csv(folder: Path, path: str, table: pa.Table) -> None:
    """Write `<folder>/<path>.csv`: UTF-8, comma, quotes only in files that need them.

    One of the files ends with a row that has too few fields.
    """
    sink = pa.BufferOutputStream()
    try:
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="none"))
    except pa.ArrowInvalid:
        # Some text holds a comma, a quote or a line break.
        sink = pa.BufferOutputStream()
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed"))
    content = sink.getvalue().to_pybytes()
    if path == RAGGED_FILE:
        content += _RAGGED_ROW
    _write_whole(folder / f"{path}.csv", content)


class ParquetFiles:
    """Parquet files that grow side by side, by one row group a block.

    A context manager: the files appear under their names when it ends well, and not
    at all when it does not.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[Path, pq.ParquetWriter] = {}

    def append(self, path: str, table: pa.Table) -> None:
        """Add rows to `<folder>/<path>.parquet`; its schema is that of its first rows.

        Raises ValueError for rows of another schema.
        """
        target = self._folder / f"{path}.parquet"
        if target not in self._writers:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._writers[target] = pq.ParquetWriter(
                _unfinished(target), table.schema, compression="zstd"
            )
        self._writers[target].write_table(table)

    def __enter__(self) -> ParquetFiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for target, writer in self._writers.items():
            writer.close()
            if error is None:
                os.replace(_unfinished(target), target)
            else:
                _unfinished(target).unlink()


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _unfinished(path).write_bytes(content)
    os.replace(_unfinished(path), path)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")
