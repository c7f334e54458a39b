"""The raw files of the demo: split into deliveries, disturbed, written atomically."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from demo.draws import chance, stream
from demo.story_rows import Row

MONTHS: Final = tuple(
    f"{2025 + (3 + month) // 12}-{(3 + month) % 12 + 1:02d}" for month in range(18)
)
RAGGED_FILE: Final = "ma_touches/2026-03.csv"
# Four of nine fields: what a broken export job leaves behind.
_RAGGED_ROW: Final = b"t-ragged,ma-000001,,whitepaper_download\n"
BAD_ADDRESS: Final[Row] = {
    "ma_lead_id": "ma-bad-address",
    "created_at": "2025-11-11 11:11:11",
    "email": "suzuki.taro.example",
    "company_name": "住所不備商店",
    "lead_source": "exhibition",
    "status": "lead",
    "is_opted_out": "false",
    "updated_at": "2025-11-11 11:11:11",
}


def by_arrival(
    name: str, table: pa.Table, *, event: str, months: int, seed: int
) -> dict[str, pa.Table]:
    """Split events into files of `months` months by when they were written down.

    Every file begins with the last rows of the one before (a redelivered overlap),
    repeats a few rows of its own, and has one row in fifty out of order.
    """
    rng = stream(seed, f"{name} files")
    arrival = table[event]
    if "recorded_at" in table.column_names:
        arrival = pc.coalesce(table["recorded_at"], arrival)
    month = arrival.to_numpy().astype("datetime64[M]").astype(np.int64)
    month -= np.datetime64("2025-04", "M").astype(np.int64)
    part = np.clip(month, 0, 17) // months
    files: dict[str, pa.Table] = {}
    before = np.zeros(0, dtype=np.int64)
    for nth in range(18 // months):
        rows = np.flatnonzero(part == nth)
        moved = chance(rng, 20, len(rows))
        jitter = np.where(moved, rng.integers(-200, 200, len(rows)), 0)
        rows = rows[np.argsort(np.arange(len(rows)) + jitter, kind="stable")]
        repeated = rows[chance(rng, 3, len(rows))]
        picked = np.concatenate([before, rows, repeated])
        files[f"{name}/{MONTHS[nth * months]}.csv"] = table.take(pa.array(picked))
        before = rows[-25:]
    return files


def file_of(name: str, row: Row, files: Mapping[str, pa.Table]) -> str:
    """The file of table `name` that a hand-written row belongs into."""
    parts = sorted(path for path in files if path.startswith(f"{name}/"))
    if not parts:
        return f"{name}.csv"
    stamps = ("recorded_at", "updated_at", "occurred_at", "changed_at")
    stamp = next(row[column] for column in stamps if row.get(column))
    if name in ("ma_leads", "sfa_records"):
        later = [path for path in parts if path[:-4] >= f"{name}/{stamp[:7]}"]
        return later[0] if later else parts[-1]
    earlier = [path for path in parts if path[:-4] <= f"{name}/{stamp[:7]}"]
    return earlier[-1]


def as_csv(path: str, table: pa.Table) -> bytes:
    """The file's bytes: UTF-8, comma, texts quoted only in files that need it."""
    sink = pa.BufferOutputStream()
    try:
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="none"))
    except pa.ArrowInvalid:
        # Some text holds a comma, a quote or a line break.
        sink = pa.BufferOutputStream()
        csv.write_csv(table, sink, csv.WriteOptions(quoting_style="needed"))
    content = sink.getvalue().to_pybytes()
    return content + _RAGGED_ROW if path == RAGGED_FILE else content


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
