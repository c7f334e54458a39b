"""Refused rows of one raw file, kept on disk until the run is landed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from landing.layout import QUARANTINE


class RefusedRows:
    """Rows of schema QUARANTINE, in a file at ``path`` as soon as there is one.

    On disk because every row of a file may be refused; ``reasons`` counts them. They
    stand in the order in which they were refused, those of a conflict last.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: pq.ParquetWriter | None = None
        self.reasons: Counter[str] = Counter()

    @property
    def count(self) -> int:
        return self.reasons.total()

    def add(self, rows: pa.Table) -> None:
        """Add rows."""
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
