"""House rules about promises: what is published is promised, column by column."""

import csv
import re
from pathlib import Path
from typing import Any

from tests.architecture.project_tree import models, read_yaml

PUBLISHED_LAYERS = ("facts", "dimensions", "marts")
# Read by later steps of the build, never by analysts.
BUILD_ONLY = ("dim_lead_sources",)
SAME_TYPE = {
    "TEXT": "VARCHAR",
    "STRING": "VARCHAR",
    "INT8": "BIGINT",
    "LONG": "BIGINT",
    "FLOAT8": "DOUBLE",
    "BOOL": "BOOLEAN",
}


def contracts_of_published_tables(root: Path) -> list[str]:
    """Every published table has a contract with the columns and types of its YAML."""
    promised = {
        path.name.removesuffix(".odcs.yaml"): path
        for path in sorted((root / "contracts/marts").glob("*.odcs.yaml"))
    }
    breaches = []
    for model in models(root):
        if model.layer not in PUBLISHED_LAYERS or model.name in BUILD_ONLY:
            continue
        path = promised.pop(f"{model.layer}.{model.name}", None)
        if path is None:
            breaches.append(f"{model.path} is published without a contract")
            continue
        description = (root / model.path).with_suffix(".yml")
        if description.exists():
            breaches += _differences(path, _promised(path), _built(description))
    return breaches + [
        f"{path.name} promises a table that no model builds"
        for path in promised.values()
    ]


def _differences(
    path: Path, promised: dict[str, str], built: dict[str, str]
) -> list[str]:
    breaches = [
        f"{path.name} promises {column}, which the model's YAML does not have"
        for column in promised
        if column not in built
    ]
    for column, data_type in built.items():
        if column not in promised:
            breaches.append(f"{path.name} does not promise the column {column}")
        elif promised[column] != data_type:
            breaches.append(
                f"{path.name} promises {column} as {promised[column]}, "
                f"the model's YAML says {data_type}"
            )
    return breaches


def _promised(path: Path) -> dict[str, str]:
    properties = read_yaml(path)["schema"][0]["properties"]
    return {one["name"]: _type(one.get("physicalType")) for one in properties}


def _built(path: Path) -> dict[str, str]:
    columns = read_yaml(path)["models"][0].get("columns", [])
    return {one["name"]: _type(one.get("data_type")) for one in columns}


def _type(name: Any) -> str:  # noqa: ANN401
    bare = re.sub(r"\s+", "", str(name or "none")).upper()
    return SAME_TYPE.get(bare, bare)


def cited_definitions(root: Path) -> list[str]:
    """What a contract cites as its definition exists: the file, and the id after #."""
    breaches = []
    for path in sorted((root / "contracts").rglob("*.odcs.yaml")):
        for url in _cited(read_yaml(path)):
            file, _, cited_id = url.partition("#")
            if not (root / file).is_file():
                breaches.append(f"{path.name} cites {file}, which does not exist")
            elif cited_id and cited_id not in _ids(root / file):
                breaches.append(f"{path.name} cites {cited_id}, unknown to {file}")
    return breaches


def _cited(node: Any) -> list[str]:  # noqa: ANN401
    if isinstance(node, list):
        return [url for item in node for url in _cited(item)]
    if not isinstance(node, dict):
        return []
    found = [
        definition["url"]
        for definition in node.get("authoritativeDefinitions", [])
        if "://" not in definition["url"]
    ]
    return found + [url for item in node.values() for url in _cited(item)]


def _ids(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row[0] for row in csv.reader(lines) if row}
