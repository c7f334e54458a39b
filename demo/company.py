"""The whole demo company: every raw file from one seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pyarrow as pa

from demo.blocks import Block, blocks_of
from demo.catalogue import draw_catalogue
from demo.deliveries import exports_files, with_rows
from demo.files import ParquetFiles, write_csv
from demo.stories import all_stories
from demo.story_rows import Row, Story
from demo.tools import block_files, shared_files
from demo.wall_clock import AS_OF
from demo.world import draw_block, draw_shared, planted_rows

SMALLEST: Final = 50
EXPORTS: Final = "exports"
TOOLS: Final = "tools"


@dataclass(frozen=True)
class DemoCompany:
    """What was written: the last instant it knows, its drawn leads, its stories."""

    as_of: datetime
    leads: int
    stories: list[Story]


def write_demo(
    *, raw: Path, leads: int, seed: int, shape: str = EXPORTS
) -> DemoCompany:
    """Write the raw files of a company that wins `leads` MA leads in 18 months.

    The planted stories come on top of `leads`. The same seed and number give the
    same bytes; a file is replaced as a whole. Shape `exports` is `<raw>/exports/`, as
    CSV files unless the company has several blocks; `tools` is the same company as
    Parquet files of Marketo, Salesforce, GA4, a CMS and ad spend, a folder each.
    Parquet files are written block after block, in memory that does not grow with the
    company. Raises ValueError for another shape, and for fewer than 50 leads, which
    are too few to hold every case that the demo promises.
    """
    if shape not in (EXPORTS, TOOLS):
        raise ValueError(
            f"The demo company has the shapes {EXPORTS} and {TOOLS}, {shape!r} was"
            " asked for: set HANDOFF_DEMO_SHAPE to one of them."
        )
    if leads < SMALLEST:
        raise ValueError(
            f"The demo company needs at least {SMALLEST} leads, {leads} were asked for:"
            " raise HANDOFF_DEMO_LEADS."
        )
    stories = all_stories()
    planted = planted_rows(stories)
    blocks = blocks_of(leads=leads, seed=seed)
    if shape == TOOLS:
        _write_parquet(raw, _tools_files(blocks, planted, leads=leads, seed=seed))
    elif len(blocks) == 1:
        files = draw_files(leads=leads, seed=seed)
        for path, table in with_rows(files, planted).items():
            write_csv(raw / EXPORTS, path, table)
    else:
        _write_parquet(
            raw / EXPORTS, _large_exports(blocks, planted, leads=leads, seed=seed)
        )
    return DemoCompany(as_of=AS_OF, leads=leads, stories=stories)


def draw_files(*, leads: int, seed: int) -> dict[str, pa.Table]:
    """File below `exports/` (without suffix) → its rows, without the planted ones.

    For a company of one block.
    """
    [block] = blocks_of(leads=leads, seed=seed)
    catalogue = draw_catalogue(leads=leads, seed=seed)
    tables = draw_shared(catalogue, seed=seed) | draw_block(block, catalogue)
    return exports_files(tables, block)


def _write_parquet(folder: Path, pieces: Iterator[tuple[str, pa.Table]]) -> None:
    with ParquetFiles(folder) as files:
        for path, rows in pieces:
            files.append(path, rows)


def _large_exports(
    blocks: list[Block], planted: list[tuple[str, Row]], *, leads: int, seed: int
) -> Iterator[tuple[str, pa.Table]]:
    """(file below `exports/`, further rows of it), block after block."""
    catalogue = draw_catalogue(leads=leads, seed=seed)
    yield from exports_files(draw_shared(catalogue, seed=seed), blocks[0]).items()
    for block in blocks:
        files = exports_files(draw_block(block, catalogue), block, is_large=True)
        yield from (with_rows(files, planted) if block.number == 0 else files).items()


def _tools_files(
    blocks: list[Block], planted: list[tuple[str, Row]], *, leads: int, seed: int
) -> Iterator[tuple[str, pa.Table]]:
    """(file `<source>/<table>/<month>`, further rows of it), block after block."""
    catalogue = draw_catalogue(leads=leads, seed=seed)
    shared = draw_shared(catalogue, seed=seed)
    yield from shared_files(shared).items()
    for block in blocks:
        tables = draw_block(block, catalogue)
        if block.number == 0:
            tables = with_rows(tables, planted)
        yield from block_files(tables, shared).items()
