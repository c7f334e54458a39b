"""CSV as text in batches, each row with its physical record number."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from landing.in_order import in_order
from landing.quotes import RecordEnds, UnbalancedQuoteError
from landing.reasons import blocked

# A file is cut at record ends into pieces of this size, and a record that is longer
# than two of them is refused.
BLOCK = 1 << 22


@dataclass(frozen=True)
class RaggedRow:
    """A record with more or fewer fields than the heading line."""

    row_number: int
    fields: int
    text: str


@dataclass(frozen=True)
class TextBatch:
    """Rows as delivered: one string array a column of the file, NULL where empty.

    ``row_numbers`` are physical record numbers, the heading line excluded, from 1.
    ``ragged`` are the records of the same stretch of the file that are no such rows.
    """

    columns: Sequence[pa.Array]
    row_numbers: NDArray[np.int64]
    ragged: Sequence[RaggedRow] = ()


@dataclass(frozen=True)
class _Piece:
    """Whole records of the file; the first piece begins with the heading line."""

    content: bytes
    is_first: bool


@dataclass
class CsvReader:
    """Streams one file, its heading line at ``start``.

    The bytes are checked elsewhere: of a file that fails those checks, whatever is read
    or raised here means nothing. ``records`` counts those read so far. Blank lines are
    no records.
    """

    path: Path
    name: str
    encoding: str
    start: int
    width: int
    records: int = 0
    last_ragged: RaggedRow | None = None

    def batches(self) -> Iterator[TextBatch]:
        """All rows in file order; raises LandingError RECORD_TOO_LONG, UNREADABLE."""
        for columns, ragged in in_order(self._parsed, self._pieces()):
            count = len(columns[0]) + len(ragged)
            numbers = np.arange(self.records + 1, self.records + count + 1)
            at = [row.row_number - 1 for row in ragged]
            ragged = [
                RaggedRow(int(numbers[row.row_number - 1]), row.fields, row.text)
                for row in ragged
            ]
            self.records += count
            self.last_ragged = ragged[-1] if ragged else self.last_ragged
            yield TextBatch(columns, np.delete(numbers, at), ragged)

    def _pieces(self) -> Iterator[_Piece]:
        ends = RecordEnds(self.start)
        rest, begins = b"", self.start
        with self.path.open("rb") as file:
            file.seek(self.start)
            while block := file.read(BLOCK):
                try:
                    ends.feed(block)
                except UnbalancedQuoteError as error:
                    raise blocked("UNREADABLE", file=self.name, type="CSV") from error
                rest += block
                cut = ends.last - begins
                if cut > 0:
                    yield self._piece(rest[:cut], begins)
                    rest, begins = rest[cut:], ends.last
                if len(rest) > BLOCK:
                    raise blocked("RECORD_TOO_LONG", file=self.name, count=BLOCK)
        if rest:
            # pyarrow wants an end of the heading line, even at the end of the file.
            yield self._piece(rest + b"\n", begins)

    def _piece(self, content: bytes, begins: int) -> _Piece:
        if content.startswith(codecs.BOM_UTF8):
            # In the middle of a file it is text, which pyarrow would leave out.
            content = b"\n" + content
        return _Piece(content, begins == self.start)

    def _parsed(self, piece: _Piece) -> tuple[list[pa.Array], list[RaggedRow]]:
        """Columns and ragged rows of a piece, these numbered within it from 1."""
        ragged: list[RaggedRow] = []

        def keep(row: pyarrow.csv.InvalidRow) -> str:
            # Its number counts the heading line.
            number = row.number - int(piece.is_first)
            ragged.append(RaggedRow(number, row.actual_columns, row.text))
            return "skip"

        # Positions for names: headings may repeat, and are bound elsewhere.
        names = [str(position) for position in range(self.width)]
        try:
            rows = pyarrow.csv.read_csv(
                pa.BufferReader(piece.content),
                pyarrow.csv.ReadOptions(
                    # Only without threads does the handler learn the row's number.
                    use_threads=False,
                    block_size=2 * len(piece.content),
                    column_names=names,
                    skip_rows_after_names=int(piece.is_first),
                    encoding=self.encoding,
                ),
                pyarrow.csv.ParseOptions(
                    newlines_in_values=b'"' in piece.content, invalid_row_handler=keep
                ),
                pyarrow.csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            raise blocked("UNREADABLE", file=self.name, type="CSV") from error
        return [column.combine_chunks() for column in rows.columns], ragged
