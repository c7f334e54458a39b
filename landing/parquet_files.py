"""Writing Parquet: batches as they come, small files whole and atomically."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

_HASHES = ("_identity_hash", "_row_hash")


def batch_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """Writer of a batch file; hashes never repeat, so they get no dictionary."""
    names = [name for name in schema.names if name not in _HASHES]
    return pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=names)


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
