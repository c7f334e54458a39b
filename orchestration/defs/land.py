"""Raw files → landed batches: one asset a table of every known source."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import dagster as dg

from contracts import FeedContract
from orchestration import steps
from orchestration.night import Night, foreseen_failures

REGISTRIES = {
    ("landing", "batches"): "One row per landed batch: its file and its counts.",
    ("landing", "feeds"): "One row per table of every known source: is it connected.",
    ("landing", "retracted"): "One row per landed row that a later one contradicts.",
    ("keys", "record_keys"): "One row per source record: its pseudonym.",
    ("run", "run_settings"): "One row: as-of instant and landing watermark.",
}


def landing_key(source: str, table: str) -> dg.AssetKey:
    """Asset key of what landing leaves: `landing/<source>/<table>`."""
    return dg.AssetKey(["landing", *([] if source == "landing" else [source]), table])


def landed_assets(feeds: Sequence[FeedContract]) -> dg.AssetsDefinition:
    """One step that lands every connected table, with an asset for each."""
    described = {(feed.source, feed.table): feed.purpose for feed in feeds}
    specs = [
        dg.AssetSpec(
            landing_key(source, table), group_name="landing", description=description
        )
        for (source, table), description in (described | REGISTRIES).items()
    ]

    @dg.multi_asset(specs=specs, name="land")
    def land(night: Night) -> Iterator[dg.MaterializeResult]:
        with foreseen_failures():
            landed = steps.land(night.settings, night.progress, datetime.now(UTC))
        rows = {landing_key(feed.source, feed.table): feed.rows for feed in landed}
        for spec in specs:
            yield dg.MaterializeResult(
                asset_key=spec.key, metadata=_row_count(rows.get(spec.key))
            )

    return land


def _row_count(rows: int | None) -> Mapping[str, Any]:
    return {} if rows is None else {"dagster/row_count": rows}
