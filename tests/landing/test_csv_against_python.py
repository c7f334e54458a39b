"""What the reader accepts, it reads as Python's csv module does, record for record."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import landing.byte_checks
import landing.counter
import landing.csv_reader
from landing.byte_checks import check_bytes
from landing.counter import count_records
from landing.csv_reader import CsvReader
from landing.headings import csv_headings
from landing.reasons import LandingError

PIECES = ["a", "ソ", "髙", ",", ",", '"', '"', '""', "\n", "\r\n", "\r"]
BODIES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
Record = tuple[int, list[str]]


def read(path: Path, encoding: str) -> tuple[list[Record], int]:
    """Well-formed records with their numbers, and the number of all records."""
    facts = check_bytes(path, "file", encoding)
    headings = csv_headings(path, facts.start, "file", encoding)
    reader = CsvReader(path, "file", encoding, facts.start, len(headings))
    found = [
        (int(number), ["" if cell is None else cell for cell in cells])
        for batch in reader.batches()
        for number, *cells in zip(
            batch.row_numbers, *(c.to_pylist() for c in batch.columns), strict=True
        )
    ]
    return found, reader.records


@settings(max_examples=300, deadline=None)
@given(
    body=BODIES,
    encoding=st.sampled_from(["utf-8", "cp932"]),
    block=st.sampled_from([1, 2, 3, 5, 1 << 22]),
)
def test_an_accepted_file_reads_as_python_reads_it(
    body: str, encoding: str, block: int
) -> None:
    text = "h,i\n" + body
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(landing.byte_checks, "BLOCK", block)
        patch.setattr(landing.counter, "_BLOCK", block)
        # No record of 25 pieces is longer.
        patch.setattr(landing.csv_reader, "BLOCK", 128)
        path = Path(folder) / "file.csv"
        path.write_bytes(text.encode(encoding))
        refused = ""
        try:
            found, records = read(path, encoding)
        except LandingError as error:
            refused = error.code
        if refused:
            assert refused == "UNBALANCED_QUOTE"
            return
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row][1:]
        expected = [(n, row) for n, row in enumerate(rows, 1) if len(row) == 2]
        assert found == expected
        assert records == count_records(path) == len(rows)
