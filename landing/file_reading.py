"""One raw file read: good rows to a Parquet file, the others to its quarantine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from landing.byte_checks import check_bytes, headings_start
from landing.candidates import Candidate
from landing.conversion import ConvertedBatch, Faults, convert
from landing.counter import count_records
from landing.csv_reader import CsvReader, RaggedRow, TextBatch
from landing.headings import Binding, bind, csv_headings
from landing.in_order import in_order
from landing.landed_rows import landed_rows
from landing.layout import landed_schema
from landing.parquet_files import BatchWriter
from landing.parquet_reader import ParquetReader
from landing.reasons import blocked
from landing.values import mask

_TOTALS = ("合計", "総計", "小計", "計", "total", "grand total", "subtotal")


def read_candidate(candidate: Candidate, connection: duckdb.DuckDBPyConnection) -> None:
    """Read the candidate's raw file, fill its counts and write its good rows.

    Raises LandingError for a file that blocks the run, among them COUNT_DIFFERS if the
    independent counter finds another number of records, and ROW_FLOOR.
    """
    file = candidate.file
    with ThreadPoolExecutor(max_workers=2) as threads:
        counted = threads.submit(count_records, file.path)
        if file.path.suffix == ".parquet":
            _read_parquet(candidate, connection)
        else:
            _read_csv(candidate, connection, threads)
        candidate.counted_records = counted.result()
    file.refuse_if_growing()
    _check_counts(candidate)


def _read_parquet(candidate: Candidate, connection: duckdb.DuckDBPyConnection) -> None:
    file, table = candidate.file, candidate.table
    reader = ParquetReader(file.path, file.shown)
    binding = bind(reader.headings, table, file.shown)
    reader.check_types(binding, table)
    _write_good_rows(candidate, reader.batches(), binding, connection)
    candidate.physical_records = reader.records


def _read_csv(
    candidate: Candidate,
    connection: duckdb.DuckDBPyConnection,
    threads: ThreadPoolExecutor,
) -> None:
    """Read a CSV file while its bytes are checked.

    What a file of wrong bytes looks like when it is parsed means nothing, so whatever
    the checks or a file that still grows explain is told first.
    """
    file, table = candidate.file, candidate.table
    checked = threads.submit(check_bytes, file.path, file.shown, table.encoding)
    try:
        start = headings_start(file.path, table.encoding)
        headings = csv_headings(file.path, start, file.shown, table.encoding)
        binding = bind(headings, table, file.shown)
        reader = CsvReader(file.path, file.shown, table.encoding, start, len(headings))
        _write_good_rows(candidate, reader.batches(), binding, connection)
    except Exception:
        checked.result()
        file.refuse_if_growing()
        raise
    facts = checked.result()
    if facts.has_bom:
        candidate.flags.append("BOM")
    candidate.physical_records = reader.records
    last = reader.last_ragged
    if (
        not facts.ends_with_line_end
        and last is not None
        and last.row_number == reader.records
        and last.fields < reader.width
    ):
        detail = "its last line stops in the middle"
        raise blocked("TRUNCATED", file=file.shown, detail=detail)


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
    if binding.extra and not candidate.table.expects_other_columns:
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
    """Convert the batches, several at a time, and write and count them in order."""
    table = candidate.table
    _flag_headings(candidate, binding)
    candidate.delivered_columns = tuple(sorted(binding.positions))
    constants = {
        "_batch_number": pa.scalar(candidate.batch_number, pa.int64()),
        "_delivery_number": pa.scalar(candidate.delivery_number, pa.int64()),
        "_landed_at": pa.scalar(candidate.landed_at, pa.timestamp("us")),
    }

    def converted(batch: TextBatch) -> tuple[TextBatch, ConvertedBatch, pa.Table]:
        done = convert(
            batch.columns, batch.row_numbers, binding, table, candidate.landed_at
        )
        return batch, done, landed_rows(done.rows, table, constants)

    with BatchWriter(candidate.path, landed_schema(table)) as writer:
        for batch, done, rows in in_order(converted, batches):
            _quarantine_faulty(candidate, batch, done.faults, connection)
            _quarantine_ragged(candidate, batch.ragged)
            candidate.coerced_values += done.coerced_values
            candidate.good_rows += rows.num_rows
            if rows.num_rows:
                writer.write(rows)


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
    first_cells = pc.utf8_lower(pc.utf8_trim_whitespace(texts[0]))
    is_total = mask(pc.is_in(first_cells, pa.array(_TOTALS)))
    codes[is_total] = "NOT_A_RECORD"
    columns[is_total] = None
    candidate.quarantine(
        pa.array(batch.row_numbers[is_bad]),
        codes.tolist(),
        columns.tolist(),
        found.to_arrow_table()["record"].combine_chunks(),
    )


def _quarantine_ragged(candidate: Candidate, rows: Sequence[RaggedRow]) -> None:
    if not rows:
        return
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
