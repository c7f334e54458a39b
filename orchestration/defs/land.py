"""Raw files and the book → what the models read: one asset a table."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath

import dagster as dg

from book.files import FILES
from contracts import FeedContract
from orchestration import steps
from orchestration.ledger import TABLES
from orchestration.night import Night, foreseen_failures

OWN_INPUTS = {
    ("landing", "batches"): "One row per landed batch: its file and its counts.",
    ("landing", "delivered_columns"): "One row per landed batch and column it has.",
    ("landing", "feeds"): "One row per table of every known source: is it connected.",
    ("landing", "retracted"): "One row per landed row that a later one contradicts.",
    ("keys", "record_keys"): "One row per source record: its pseudonym.",
    ("run", "run_settings"): "One row: as-of, landing watermark and code of the run.",
    ("run", "book_parts"): "One row per file and definition of the book: its hash.",
}
LEDGER_INPUTS = {
    ("ledger", table): f"What earlier runs reported of closed periods: {table}."
    for table in TABLES
}
BOOK_INPUTS = {
    ("book", PurePosixPath(file.path).stem): f"One row per row of {file.path}."
    for file in FILES
}


def input_key(source: str, table: str) -> dg.AssetKey:
    """Asset key of a dbt source: a feed is `landing/<source>/<table>`."""
    is_own = (source, table) in OWN_INPUTS | BOOK_INPUTS | LEDGER_INPUTS
    return dg.AssetKey([source, table] if is_own else ["landing", source, table])


def group_of(source: str, table: str) -> str:
    """Group of an input: book, ledger, what landing knows itself, or the tool."""
    if source in ("book", "ledger"):
        return source
    return "landing" if (source, table) in OWN_INPUTS else source


def landed_assets(feeds: Sequence[FeedContract]) -> dg.AssetsDefinition:
    """One step that reads the book and lands every connected table."""
    described = {(feed.source, feed.table): feed.purpose for feed in feeds}
    specs = [
        dg.AssetSpec(
            input_key(source, table),
            group_name=group_of(source, table),
            description=description,
        )
        for (source, table), description in (
            described | OWN_INPUTS | BOOK_INPUTS | LEDGER_INPUTS
        ).items()
    ]

    @dg.multi_asset(specs=specs, name="land")
    def land(night: Night) -> Iterator[dg.MaterializeResult]:
        with foreseen_failures():
            landed = steps.land(night.settings, night.progress, datetime.now(UTC))
        rows = {input_key(feed.source, feed.table): feed.rows for feed in landed}
        for spec in specs:
            counted = {"dagster/row_count": rows[spec.key]} if spec.key in rows else {}
            yield dg.MaterializeResult(asset_key=spec.key, metadata=counted)

    return land
