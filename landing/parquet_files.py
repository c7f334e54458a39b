"""Writing Parquet: batches as they come, small files whole and atomically."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

_GROUP = 122_880
_GROUP_BYTES = 1 << 28
_HASHES = ("_identity_hash", "_row_hash")


class BatchWriter:
    """Writes a batch file in row groups of a size that DuckDB reads well.

    Compressing needs no Python, so it runs in a thread of its own beside the reading.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        # Hashes never repeat: no dictionary for them.
        names = [name for name in schema.names if name not in _HASHES]
        self._writer = pq.ParquetWriter(
            path, schema, compression="zstd", use_dictionary=names
        )
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._writing: Future[None] | None = None
        self._waiting: list[pa.Table] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if failed is None:
                self._hand_over()
                self._finish_writing()
        finally:
            self._thread.shutdown()
            self._writer.close()

    def write(self, rows: pa.Table) -> None:
        """Add rows; raises what the writing of earlier rows raised."""
        self._waiting.append(rows)
        rows_waiting = sum(part.num_rows for part in self._waiting)
        # A vendor's row may be ten thousand bytes wide.
        bytes_waiting = sum(part.nbytes for part in self._waiting)
        if rows_waiting >= _GROUP or bytes_waiting >= _GROUP_BYTES:
            self._hand_over()

    def _hand_over(self) -> None:
        self._finish_writing()
        if self._waiting:
            rows = pa.concat_tables(self._waiting)
            self._waiting = []
            self._writing = self._thread.submit(self._writer.write_table, rows)

    def _finish_writing(self) -> None:
        if self._writing is not None:
            self._writing.result()


def write_atomically(table: pa.Table, path: Path) -> None:
    """Write a whole file so that a reader finds the old or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.part")
    pq.write_table(table, waiting, compression="zstd")
    sync(waiting)
    os.replace(waiting, path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Flush a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
