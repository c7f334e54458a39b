"""The whole demo company: every raw file from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from demo.blocks import blocks_of
from demo.catalogue import draw_catalogue
from demo.deliveries import exports_files, with_rows
from demo.files import write_csv
from demo.stories import all_stories
from demo.story_rows import Story
from demo.wall_clock import AS_OF
from demo.world import draw_block, draw_shared, planted_rows

SMALLEST: Final = 50


@dataclass(frozen=True)
class DemoCompany:
    """What was written: the last instant it knows, its drawn leads, its stories."""

    as_of: datetime
    leads: int
    stories: list[Story]


def write_demo(*, raw: Path, leads: int, seed: int) -> DemoCompany:
    """Write `<raw>/exports/` for a company that wins `leads` MA leads in 18 months.

    The planted stories come on top of `leads`. The same seed and number give the
    same bytes; a file is replaced as a whole. Raises ValueError for fewer than 50
    leads, which are too few to hold every case that the demo promises.
    """
    if leads < SMALLEST:
        raise ValueError(
            f"The demo company needs at least {SMALLEST} leads, {leads} were asked for:"
            " raise HANDOFF_DEMO_LEADS."
        )
    stories = all_stories()
    files = with_rows(draw_files(leads=leads, seed=seed), planted_rows(stories))
    for path, table in files.items():
        write_csv(raw / "exports", path, table)
    return DemoCompany(as_of=AS_OF, leads=leads, stories=stories)


def draw_files(*, leads: int, seed: int) -> dict[str, pa.Table]:
    """File below `exports/` (without suffix) → its rows, without the planted ones."""
    catalogue = draw_catalogue(leads=leads, seed=seed)
    blocks = blocks_of(leads=leads, seed=seed)
    files = exports_files(draw_shared(catalogue, seed=seed), blocks[0])
    for block in blocks:
        for path, table in exports_files(draw_block(block, catalogue), block).items():
            files[path] = (
                pa.concat_tables([files[path], table]) if path in files else table
            )
    return files
