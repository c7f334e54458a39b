"""The busy company that speed is measured on: its history, and one night more.

Some 54 activities a lead: forty touches, twelve page views and the work of sales,
clustered in sessions on fourteen days, over 18 months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa

from demo.blocks import blocks_of
from demo.catalogue import draw_catalogue
from demo.company import EXPORTS
from demo.deliveries import exports_files
from demo.files import ParquetFiles
from demo.last_night import NIGHT, NIGHTLY_EXPORTS, split_night
from demo.tables import mail_layouts
from demo.world import draw_block, draw_shared

HISTORY: Final = "history"
NIGHT_OF_ALL: Final = "night"
NIGHT_OF_A_TENTH: Final = "night_of_a_tenth"


@dataclass(frozen=True)
class BusyRows:
    """Rows by table: before the night, in it, and in that of the first tenth."""

    history: dict[str, int]
    night: dict[str, int]
    night_of_a_tenth: dict[str, int]


def write_busy_company(
    folder: Path, *, leads: int, seed: int, progress: Callable[[str], None]
) -> BusyRows:
    """Write three deliveries of shape `exports`, Parquet files, and count their rows.

    `<folder>/history/exports/` is all that was written down before the last day,
    events by month. `<folder>/night/exports/` is what that day adds, as files
    `<table>/2026-09-30`. `<folder>/night_of_a_tenth/exports/` is what it adds of the
    first tenth of the leads: a night in which nobody else did anything. It is of whole
    blocks, so it is empty for fewer than ten of them.

    The company of a tenth of the leads has that tenth's night (but for who in sales
    works on it). So the same night can be measured on two histories, of which one has
    ten times the leads, events and deals of the other, over the same 18 months.

    Rows that a file repeats from the one before are not counted. `progress` gets a line
    a block. The same seed gives the same bytes; no planted story is in it.
    """
    blocks = blocks_of(leads=leads, seed=seed, is_busy=True)
    catalogue = draw_catalogue(leads=leads, seed=seed)
    shared = draw_shared(catalogue, seed=seed)
    counts = {
        part: Counter[str]() for part in (HISTORY, NIGHT_OF_ALL, NIGHT_OF_A_TENTH)
    }
    with ParquetFiles(folder) as files:
        _append(files, HISTORY, exports_files(shared, blocks[0]))
        counts[HISTORY].update(_rows(shared))
        for block in blocks:
            before, added = split_night(draw_block(block, catalogue, NIGHTLY_EXPORTS))
            _append(files, HISTORY, exports_files(before, block, is_large=True))
            counts[HISTORY].update(_rows(before))
            nights = [NIGHT_OF_ALL]
            if block.number < len(blocks) // 10:
                nights.append(NIGHT_OF_A_TENTH)
            for part in nights:
                _append(
                    files, part, {f"{name}/{NIGHT}": t for name, t in added.items()}
                )
                counts[part].update(_rows(added))
            progress(f"block {block.number + 1} of {len(blocks)}")
    return BusyRows(*(dict(sorted(found.items())) for found in counts.values()))


def _append(files: ParquetFiles, part: str, tables: Mapping[str, pa.Table]) -> None:
    for path, table in tables.items():
        files.append(f"{part}/{EXPORTS}/{path}", table)


def _rows(tables: Mapping[str, pa.Table]) -> Counter[str]:
    counted = Counter[str]()
    for path, table in tables.items():
        name = path.partition("/")[0]
        if name not in mail_layouts():
            counted[name] += len(table)
    return counted
