"""The raw files of the demo as bytes on disk, each replaced as a whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pyarrow as pa
from pyarrow import csv

RAGGED_FILE: Final = "ma_touches/2026-03"
# Four of nine fields: what a broken export job leaves behind.
_RAGGED_ROW: Final = b"t-ragged,1000001,,whitepaper_download\n"


def write_csv(folder: Path, path: str, table: pa.Table) -> None:
    """Write `<folder>/<path>.csv`: UTF-8, comma, quotes only in files that need them.

    One of the files ends with a row that has too few fields.
    """
    sink = pa.BufferOutputStream()
    try:
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="none"))
    except pa.ArrowInvalid:
        # Some text holds a comma, a quote or a line break.
        sink = pa.BufferOutputStream()
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed"))
    content = sink.getvalue().to_pybytes()
    if path == RAGGED_FILE:
        content += _RAGGED_ROW
    _write_whole(folder / f"{path}.csv", content)


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
