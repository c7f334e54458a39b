"""Landed batches → facts, dimensions and marts: dbt as one step."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import (
    DagsterDbtTranslator,
    DagsterDbtTranslatorSettings,
    dbt_assets,
)

from orchestration import steps
from orchestration.dbt_process import room_of
from orchestration.defs.land import input_key
from orchestration.night import Night, foreseen_failures


class RoomTranslator(DagsterDbtTranslator):
    """Names dbt's nodes by room: `facts/fct_lead_cycles`, group `facts`."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return input_key(
                dbt_resource_props["source_name"], dbt_resource_props["name"]
            )
        return dg.AssetKey([room_of(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return room_of(dbt_resource_props)


def built_assets(manifest: Path) -> dg.AssetsDefinition:
    """One step that builds every model of dbt's `manifest`."""
    # dbt's own tests stop the step; as Dagster checks they would only cost time.
    translator = RoomTranslator(DagsterDbtTranslatorSettings(enable_asset_checks=False))

    @dbt_assets(manifest=manifest, name="transform", dagster_dbt_translator=translator)
    def transform(
        context: dg.AssetExecutionContext, night: Night
    ) -> Iterator[dg.MaterializeResult]:
        with foreseen_failures():
            nodes = steps.transform(night.settings, night.progress)
        # In the order dbt finished them: Dagster wants what is upstream first.
        for node in nodes:
            key = dg.AssetKey([node.room, node.name])
            if key in context.selected_asset_keys:
                yield dg.MaterializeResult(
                    asset_key=key, metadata={"seconds": node.seconds}
                )

    return transform
