"""Refused rows of one raw file, kept on disk until the run is landed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from landing.identities import literal
from landing.layout import QUARANTINE


class RefusedRows:
    """Rows of schema QUARANTINE, in a file at ``path`` as soon as there is one.

    On disk because every row of a file may be refused; ``reasons`` counts them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self.reasons: Counter[str] = Counter()

    @property
    def count(self) -> int:
        return self.reasons.total()

    def add(self, rows: pa.Table) -> None:
        """Add rows, in any order."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, QUARANTINE, compression="zstd")
        self._writer.write_table(rows)
        for found in pc.value_counts(rows["reason_code"].combine_chunks()).to_pylist():
            self.reasons[found["values"]] += found["counts"]

    def closed(self) -> Path | None:
        """The file of these rows, none if there are none; no rows are added then."""
        if self._writer is None:
            return None
        self._writer.close()
        return self._path

    def write_sorted(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        """Write the rows of the closed file to ``path``, by row number."""
        connection.execute(
            f"copy (select * from read_parquet({literal(str(self._path))}) "
            "order by row_number nulls last) "
            f"to {literal(str(path))} (format parquet, compression zstd)"
        )
