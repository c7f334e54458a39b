"""A raw file of the run under way: rows that may land, rows that may not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from landing.contract import TableContract
from landing.layout import QUARANTINE, landed_schema
from landing.parquet_files import BatchWriter
from landing.raw_files import RawFile
from landing.reasons import REASONS, Outcome
from landing.refused_rows import RefusedRows

# A vendor's row may be ten thousand bytes wide.
_ROWS = 1 << 11


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
    flags: list[str] = field(default_factory=list)
    extra_columns: list[str] = field(default_factory=list)
    delivered_columns: tuple[str, ...] = ()
    refused: RefusedRows = field(init=False)

    def __post_init__(self) -> None:
        self.refused = RefusedRows(self.path.with_suffix(".refused"))

    @property
    def quarantined_rows(self) -> int:
        return self.refused.count

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
        self.refused.add(pa.Table.from_arrays(arrays, schema=QUARANTINE))


def rewrite_without(candidate: Candidate, dropped: Iterator[pa.RecordBatch]) -> None:
    """Take rows out of the candidate's good rows.

    ``dropped``: batches of one column, the row numbers in ascending order.
    """
    kept_path = candidate.path.with_suffix(".kept")
    candidate.good_rows = 0
    waiting = np.empty(0, np.int64)
    with (
        pq.ParquetFile(candidate.path) as rows,
        BatchWriter(kept_path, landed_schema(candidate.table)) as writer,
    ):
        for batch in rows.iter_batches(batch_size=_ROWS):
            numbers = batch["_row_number"].to_numpy()
            while not len(waiting) or waiting[-1] < numbers[-1]:
                more = next(dropped, None)
                if more is None:
                    break
                waiting = np.concatenate([waiting, more[0].to_numpy()])
            kept = batch.filter(pa.array(~np.isin(numbers, waiting)))
            waiting = waiting[waiting > numbers[-1]]
            candidate.good_rows += kept.num_rows
            writer.write(pa.Table.from_batches([kept]))
    kept_path.replace(candidate.path)
