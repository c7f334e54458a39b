"""A raw file of the run under way: rows that may land, rows that may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from landing.contract import TableContract
from landing.layout import QUARANTINE, landed_schema
from landing.parquet_files import BatchWriter
from landing.raw_files import RawFile
from landing.reasons import REASONS, Outcome


@dataclass
class Candidate:
    """One file of the run under way; ``path`` holds its good rows, schema as landed.

    ``physical_records`` = good rows + quarantined rows; ``flags`` and
    ``extra_columns`` are for people: codes about the file, columns kept in `_raw`.
    ``delivered_columns`` are those of the contract that the file has.
    """

    file: RawFile
    file_hash: str
    table: TableContract
    batch_number: int
    delivery_number: int
    landed_at: datetime
    path: Path
    physical_records: int = 0
    counted_records: int = 0
    good_rows: int = 0
    coerced_values: int = 0
    exact_duplicates: int = 0
    quarantined: list[pa.Table] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    extra_columns: list[str] = field(default_factory=list)
    delivered_columns: tuple[str, ...] = ()

    @property
    def reasons(self) -> Counter[str]:
        """Quarantined rows per reason code."""
        found: Counter[str] = Counter()
        for rows in self.quarantined:
            found.update(rows["reason_code"].to_pylist())
        return found

    @property
    def quarantined_rows(self) -> int:
        return sum(rows.num_rows for rows in self.quarantined)

    def quarantine(
        self,
        row_numbers: pa.Array,
        codes: Sequence[str],
        columns: Sequence[str | None],
        records: pa.Array,
        identities: pa.Array | None = None,
    ) -> None:
        """Add rows to the file's quarantine; ``codes`` must quarantine a row."""
        for code in set(codes):
            if REASONS[code].outcome is not Outcome.QUARANTINED:
                raise ValueError(f"{code} does not quarantine a row")
        length = len(row_numbers)
        constant = {
            "source": self.table.source,
            "table_name": self.table.name,
            "file_name": self.file.name,
            "batch_number": self.batch_number,
            "quarantined_at": self.landed_at,
        }
        given = {
            "row_number": row_numbers,
            "reason_code": pa.array(codes, pa.string()),
            "column_name": pa.array(columns, pa.string()),
            "record": records,
            "identity_hash": (
                pa.nulls(length, pa.uint64()) if identities is None else identities
            ),
        }
        arrays = [
            pa.repeat(pa.scalar(constant[part.name], part.type), length)
            if part.name in constant
            else given[part.name].cast(part.type)
            for part in QUARANTINE
        ]
        self.quarantined.append(pa.Table.from_arrays(arrays, schema=QUARANTINE))


def rewrite_without(candidate: Candidate, row_numbers: NDArray[np.int64]) -> None:
    """Take rows out of the candidate's good rows."""
    is_kept = np.ones(candidate.physical_records + 1, bool)
    is_kept[row_numbers] = False
    kept_path = candidate.path.with_suffix(".kept")
    candidate.good_rows = 0
    with (
        pq.ParquetFile(candidate.path) as rows,
        BatchWriter(kept_path, landed_schema(candidate.table)) as writer,
    ):
        for batch in rows.iter_batches(batch_size=1 << 17):
            kept = batch.filter(pa.array(is_kept[batch["_row_number"].to_numpy()]))
            candidate.good_rows += kept.num_rows
            writer.write(pa.Table.from_batches([kept]))
    kept_path.replace(candidate.path)
