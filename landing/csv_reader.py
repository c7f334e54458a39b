"""CSV as text in batches, each row with its physical record number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from landing.reasons import blocked

# pyarrow reads some 30 blocks ahead: 150 MB at most, and no record may be longer.
BLOCK = 1 << 22


@dataclass(frozen=True)
class TextBatch:
    """Rows as delivered: one string array a column of the file, NULL where empty.

    ``row_numbers`` are physical record numbers, the heading line excluded, from 1.
    """

    columns: Sequence[pa.Array]
    row_numbers: NDArray[np.int64]


@dataclass(frozen=True)
class RaggedRow:
    """A record with more or fewer fields than the heading line."""

    row_number: int
    fields: int
    text: str


@dataclass
class CsvReader:
    """Streams one file that passed the byte checks, its heading line at ``start``.

    ``ragged`` is complete once ``batches()`` is exhausted. Blank lines are no records.
    """

    path: Path
    name: str
    encoding: str
    start: int
    width: int
    ragged: list[RaggedRow] = field(default_factory=list)
    records: int = 0

    def batches(self) -> Iterator[TextBatch]:
        """All well-formed rows in file order; raises LandingError RECORD_TOO_LONG."""
        good = 0
        reader = self._open()
        while True:
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                break
            except pa.ArrowInvalid as error:
                if "straddling" not in str(error):
                    raise blocked("UNREADABLE", file=self.name, type="CSV") from error
                raise blocked("RECORD_TOO_LONG", file=self.name, count=BLOCK) from error
            numbers = self._numbers(good, batch.num_rows)
            good += batch.num_rows
            yield TextBatch(batch.columns, numbers)
        self.records = good + len(self.ragged)

    def _open(self) -> pyarrow.csv.CSVStreamingReader:
        # Positions for names: headings may repeat, and are bound elsewhere.
        names = [str(position) for position in range(self.width)]
        file = pa.OSFile(str(self.path))
        file.seek(self.start)
        return pyarrow.csv.open_csv(
            file,
            pyarrow.csv.ReadOptions(
                # Only without threads does the handler learn the row's number.
                use_threads=False,
                block_size=BLOCK,
                column_names=names,
                skip_rows_after_names=1,
                encoding=self.encoding,
            ),
            pyarrow.csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=self._keep_ragged
            ),
            pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                check_utf8=False,
            ),
        )

    def _keep_ragged(self, row: pyarrow.csv.InvalidRow) -> str:
        # Its number counts the heading line.
        self.ragged.append(RaggedRow(row.number - 1, row.actual_columns, row.text))
        return "skip"

    def _numbers(self, first: int, count: int) -> NDArray[np.int64]:
        """Physical numbers of the good rows first, first + 1, … counted from 0.

        The parser may be ahead of us: ragged rows further on do not count yet, which
        the search sees to.
        """
        ordinals = np.arange(first, first + count, dtype=np.int64)
        ragged = np.array([row.row_number for row in self.ragged], np.int64)
        # The k-th ragged row stands before the good row of this ordinal.
        before = ragged - 1 - np.arange(len(ragged))
        skipped: NDArray[np.int64] = np.searchsorted(before, ordinals, side="right")
        return ordinals + 1 + skipped
