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
from orchestration.dbt_process import DbtError, DbtNode, room_of
from orchestration.defs.land import input_key
from orchestration.night import Night, foreseen_failures


class RoomTranslator(DagsterDbtTranslator):
    """Names dbt's nodes by room: `facts/fct_lead_cycles`, group `facts`.

    Staging is grouped by tool, together with what landed from it.
    """

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] == "source":
            return input_key(
                dbt_resource_props["source_name"], dbt_resource_props["name"]
            )
        return dg.AssetKey([room_of(dbt_resource_props), dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        room = room_of(dbt_resource_props)
        if room == "staging":
            return str(dbt_resource_props["fqn"][2])
        return room


def key_of(node: DbtNode) -> dg.AssetKey:
    """Asset key of a model that dbt finished."""
    return dg.AssetKey([node.room, node.name])


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
            missing = context.selected_asset_keys - {key_of(node) for node in nodes}
            if missing:
                # Dagster would skip what is downstream and call the run a success.
                raise DbtError(
                    f"dbt ended without building {len(missing)} models, among them"
                    f" {min(missing).to_user_string()}: see its log."
                )
        # In the order dbt finished them: Dagster wants what is upstream first.
        for node in nodes:
            if key_of(node) in context.selected_asset_keys:
                yield dg.MaterializeResult(
                    asset_key=key_of(node), metadata={"seconds": node.seconds}
                )

    return transform
