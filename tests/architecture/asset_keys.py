"""The keys of all Dagster assets; run as a script it prints the list to commit."""

import tempfile
from pathlib import Path

import dagster as dg

from orchestration.assembly import assemble
from orchestration.resources import read_settings

COMMITTED = Path(__file__).with_name("asset_keys.txt")


def definitions(home: Path) -> dg.Definitions:
    """The project's Dagster definitions, dbt's manifest being parsed under `home`."""
    return assemble(read_settings({"HANDOFF_HOME": str(home)}))


def asset_keys(dagster_definitions: dg.Definitions) -> list[str]:
    """Keys of everything that can be materialised, sorted."""
    graph = dagster_definitions.resolve_asset_graph()
    return sorted(key.to_user_string() for key in graph.materializable_asset_keys)


def checks_without_asset(dagster_definitions: dg.Definitions) -> list[str]:
    """Checks whose asset does not exist: Dagster would never evaluate them."""
    graph = dagster_definitions.resolve_asset_graph()
    known = set(graph.materializable_asset_keys)
    return sorted(
        f"the check {key.name} is about {key.asset_key.to_user_string()}, "
        "which no step makes"
        for key in graph.asset_check_keys
        if key.asset_key not in known
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        print("\n".join(asset_keys(definitions(Path(home)))))
