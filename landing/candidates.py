"""One raw file read into rows that may land and rows that may not."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from landing.byte_checks import check_bytes
from landing.contract import TableContract
from landing.conversion import Faults, convert
from landing.counter import count_records
from landing.csv_reader import CsvReader, RaggedRow, TextBatch
from landing.hashes import landed_rows
from landing.headings import Binding, bind, csv_headings
from landing.layout import QUARANTINE, landed_schema
from landing.parquet_files import batch_writer
from landing.parquet_reader import ParquetReader
from landing.raw_files import RawFile
from landing.reasons import blocked

_TOTALS = {"合計", "総計", "小計", "計", "total", "grand total", "subtotal"}


@dataclass
class Candidate:
    """One file of the run under way; ``path`` holds its good rows, schema as landed.

    ``physical_records`` = good rows + quarantined rows; ``flags`` and ``notes`` are for
    people: codes that flag the file, columns kept in `_raw`.
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
        """Add rows to the file's quarantine."""
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


def read_candidate(
    candidate: Candidate, connection: duckdb.DuckDBPyConnection
) -> None:
    """Read the candidate's raw file, fill its counts and write its good rows.

    Raises LandingError for a file that blocks the run, among them COUNT_DIFFERS if the
    independent counter finds another number of records, and ROW_FLOOR.
    """
    file, table = candidate.file, candidate.table
    reader: CsvReader | ParquetReader
    ends_with_line_end = True
    if file.path.suffix == ".parquet":
        reader = ParquetReader(file.path, file.shown)
        binding = bind(reader.headings, table, file.shown)
        reader.check_types(binding, table)
    else:
        facts = check_bytes(file.path, file.shown, table.encoding)
        ends_with_line_end = facts.ends_with_line_end
        if facts.has_bom:
            candidate.flags.append("BOM")
        headings = csv_headings(file.path, file.shown, table.encoding)
        binding = bind(headings, table, file.shown)
        reader = CsvReader(file.path, file.shown, table.encoding, len(headings))
    _flag_headings(candidate, binding)
    _write_good_rows(candidate, reader.batches(), binding, connection)
    if isinstance(reader, CsvReader):
        _quarantine_ragged(candidate, reader, ends_with_line_end)
    candidate.physical_records = reader.records
    candidate.counted_records = count_records(file.path)
    file.refuse_if_growing()
    _check_counts(candidate)


def _check_counts(candidate: Candidate) -> None:
    found, counted = candidate.physical_records, candidate.counted_records
    shown = candidate.file.shown
    if found != counted or found != candidate.good_rows + candidate.quarantined_rows:
        raise blocked("COUNT_DIFFERS", file=shown, count=found, other=counted)
    if found < candidate.table.floor:
        floor = candidate.table.floor
        raise blocked("ROW_FLOOR", file=shown, count=found, floor=floor)
    if found == 0:
        candidate.flags.append("NO_ROWS")


def _flag_headings(candidate: Candidate, binding: Binding) -> None:
    if binding.extra:
        candidate.flags.append("SCHEMA_NEW")
        candidate.extra_columns = list(binding.extra.values())
    if binding.has_unused_duplicates:
        candidate.flags.append("DUP_COLUMN_UNUSED")


def _write_good_rows(
    candidate: Candidate,
    batches: Iterator[TextBatch],
    binding: Binding,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    constants = {
        "_batch_number": pa.scalar(candidate.batch_number, pa.int64()),
        "_delivery_number": pa.scalar(candidate.delivery_number, pa.int64()),
        "_landed_at": pa.scalar(candidate.landed_at, pa.timestamp("us")),
    }
    schema = landed_schema(candidate.table)
    with batch_writer(candidate.path, schema) as writer:
        for batch in batches:
            done = convert(
                batch.columns,
                batch.row_numbers,
                binding,
                candidate.table,
                candidate.landed_at,
            )
            _quarantine_faulty(candidate, batch, done.faults, connection)
            candidate.coerced_values += done.coerced_values
            candidate.good_rows += done.rows.num_rows
            if done.rows.num_rows:
                writer.write_table(
                    landed_rows(connection, done.rows, candidate.table, constants)
                )


def _quarantine_faulty(
    candidate: Candidate,
    batch: TextBatch,
    faults: Faults,
    connection: duckdb.DuckDBPyConnection,
) -> None:
    is_bad = faults.rows
    if not is_bad.any():
        return
    kept = pa.array(is_bad)
    texts = [column.filter(kept) for column in batch.columns]
    rows = pa.table(texts, names=[f"c{n}" for n in range(len(texts))])
    fields = ", ".join(rows.column_names)
    found = connection.from_arrow(rows).query(
        "rows", f"select to_json([{fields}])::varchar as record from rows"
    )
    at = faults.at[is_bad]
    codes = np.array(faults.codes, object)[at]
    columns = np.array(faults.columns, object)[at]
    starts = _folded(texts[0])
    is_total = np.isin(starts, list(_TOTALS))
    codes = np.where(is_total, "NOT_A_RECORD", codes)
    candidate.quarantine(
        pa.array(batch.row_numbers[is_bad]),
        codes.tolist(),
        np.where(is_total, None, columns).tolist(),
        found.to_arrow_table()["record"].combine_chunks(),
    )


def _folded(first_cells: pa.Array) -> np.ndarray:
    cells = [(cell or "").strip().lower() for cell in first_cells.to_pylist()]
    return np.array(cells, object)


def _quarantine_ragged(
    candidate: Candidate, reader: CsvReader, ends_with_line_end: bool
) -> None:
    rows = reader.ragged
    if not rows:
        return
    last = rows[-1]
    if (
        not ends_with_line_end
        and last.row_number == reader.records
        and last.fields < reader.width
    ):
        detail = "its last line stops in the middle"
        raise blocked("TRUNCATED", file=candidate.file.shown, detail=detail)
    fields = [_fields(row) for row in rows]
    codes = [
        "NOT_A_RECORD" if f and f[0].strip().lower() in _TOTALS else "FIELD_COUNT"
        for f in fields
    ]
    candidate.quarantine(
        pa.array([row.row_number for row in rows], pa.int64()),
        codes,
        [None] * len(rows),
        pa.array([json.dumps(f, ensure_ascii=False) for f in fields], pa.string()),
    )


def _fields(row: RaggedRow) -> list[str]:
    return next(csv.reader(io.StringIO(row.text, newline="")), [])


def rewrite_without(candidate: Candidate, row_numbers: pa.Array) -> None:
    """Take rows out of the candidate's good rows."""
    schema = landed_schema(candidate.table)
    kept_path = candidate.path.with_suffix(".kept")
    source = pq.ParquetFile(candidate.path)
    kept_rows = 0
    with batch_writer(kept_path, schema) as writer:
        for batch in source.iter_batches():
            drop = pa.compute.is_in(batch["_row_number"], row_numbers)
            kept = batch.filter(pa.compute.invert(drop))
            kept_rows += kept.num_rows
            if kept.num_rows:
                writer.write_batch(kept)
    kept_path.replace(candidate.path)
    candidate.good_rows = kept_rows
