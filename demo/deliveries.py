"""How tables are delivered: which rows lie in which file, and what is disturbed.

A file is named by its path below the source's folder, without a suffix: the table
itself, or `<table>/<month>` for a table that comes in several files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.blocks import Block
from demo.draws import chance
from demo.story_rows import Row
from demo.tables import mail_layouts, table_of_rows

MONTHS: Final = tuple(
    f"{2025 + (3 + month) // 12}-{(3 + month) % 12 + 1:02d}" for month in range(18)
)
# Event tables: when something happened, and how many months a file holds; a company
# too large for CSV delivers all of them by month.
_EVENTS: Final = {
    "ma_touches": ("occurred_at", 1),
    "pageviews": ("occurred_at", 3),
    "sfa_record_changes": ("changed_at", 6),
    "ma_lead_changes": ("changed_at", None),
    "campaign_members": ("occurred_at", None),
    "lead_attributes": ("observed_at", None),
    "sfa_activities": ("occurred_at", None),
    "handovers": ("handed_over_at", None),
}
_STAMPS: Final = (
    "recorded_at",
    "updated_at",
    "occurred_at",
    "changed_at",
    "observed_at",
)


def exports_files(
    tables: Mapping[str, pa.Table], block: Block, *, is_large: bool = False
) -> dict[str, pa.Table]:
    """File → its rows, from the tables of a block as `draw_block` gives them."""
    files: dict[str, pa.Table] = {}
    for name, table in tables.items():
        event, months = _EVENTS.get(name, ("", None))
        if event and is_large:
            months = 1
        if months:
            arrival = table[event]
            if "recorded_at" in table.column_names:
                arrival = pc.coalesce(table["recorded_at"], arrival)
            files |= by_arrival(name, table, arrival, months=months, block=block)
        elif name not in mail_layouts():
            files[name] = table
    return files


def by_arrival(
    name: str, table: pa.Table, arrival: pa.ChunkedArray, *, months: int, block: Block
) -> dict[str, pa.Table]:
    """Split events into files of `months` months by when they were written down.

    `arrival` holds one company wall clock instant (timestamp[s]) a row. Every file
    begins with the last rows of the one before (a redelivered overlap), repeats a
    few rows of its own, and has one row in fifty out of order.
    """
    rng = block.stream(f"{name} files")
    month = arrival.to_numpy().astype("datetime64[M]").astype(np.int64)
    month -= np.datetime64(MONTHS[0], "M").astype(np.int64)
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
        files[f"{name}/{MONTHS[nth * months]}"] = table.take(pa.array(picked))
        before = rows[-25:]
    return files


def with_rows(
    tables: Mapping[str, pa.Table], rows: list[tuple[str, Row]]
) -> dict[str, pa.Table]:
    """The tables or files with hand-written rows (table name, row) appended.

    A table that comes by month gets a row where its time stamp belongs.
    """
    added: dict[str, list[Row]] = {}
    for name, row in rows:
        added.setdefault(_place_of(name, row, tables), []).append(row)
    return {
        path: pa.concat_tables([table, table_of_rows(path.split("/")[0], added[path])])
        if path in added
        else table
        for path, table in tables.items()
    }


def _place_of(name: str, row: Row, tables: Mapping[str, pa.Table]) -> str:
    parts = sorted(path for path in tables if path.startswith(f"{name}/"))
    if not parts:
        return name
    month = next(row[column] for column in _STAMPS if row.get(column))[:7]
    if name in ("ma_leads", "sfa_records"):
        later = [path for path in parts if path >= f"{name}/{month}"]
        return later[0] if later else parts[-1]
    return [path for path in parts if path <= f"{name}/{month}"][-1]
