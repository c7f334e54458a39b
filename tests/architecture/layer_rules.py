"""House rules about layers: who knows a vendor, who reads whom, what a file is called.

Every rule takes a project's folder and returns its breaches, one sentence each.
"""

import re
from pathlib import Path

from tests.architecture.project_tree import (
    BELOW_STAGING,
    LAYERS,
    SqlFile,
    models,
    read_yaml,
    sql_files,
    staging_sources,
)

KNOWN_VENDORS = (
    "account engagement",
    "account_engagement",
    "ga4",
    "hubspot",
    "marketo",
    "olist",
    "pardot",
    "salesforce",
)
# The generic source has an everyday word for a name: only its use as a source counts.
GENERIC_SOURCE = "exports"
PREFIXES = {
    "intermediate": ("int_",),
    "facts": ("fct_", "bridge_"),
    "dimensions": ("dim_",),
    "marts": ("mart_",),
}
# Layers whose models may read each other, because one thought is several models.
READ_EACH_OTHER = ("staging", "intermediate")
YAML_ORDER = ("name", "description", "config", "columns", "data_tests", "unit_tests")


def vendor_names_below_staging(root: Path) -> list[str]:
    """A vendor's name stands in staging only."""
    vendors = sorted({*KNOWN_VENDORS, *staging_sources(root)} - {GENERIC_SOURCE})
    words = "|".join(map(re.escape, vendors))
    generic = f"{GENERIC_SOURCE}__|['\"]{GENERIC_SOURCE}['\"]"
    named = re.compile(
        rf"(?<![a-z])(?:{words})(?![a-z])|{generic}|source:\s*{GENERIC_SOURCE}\b",
        re.IGNORECASE,
    )
    folders = [f"models/{layer}" for layer in BELOW_STAGING]
    folders += ["macros", "contracts/marts", "contracts/consistency"]
    breaches = []
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file():
                continue
            place = path.relative_to(root).as_posix()
            for number, line in enumerate(
                [place, *path.read_text(encoding="utf-8").splitlines()]
            ):
                found = named.search(line)
                if found:
                    breaches.append(
                        f"{place} line {number} names the vendor {found.group()!r}"
                    )
    return breaches


def reads_to_the_right(root: Path) -> list[str]:
    """A model reads only from layers to its left; raw tables are read in staging."""
    layer_of = {model.name: model.layer for model in models(root)}
    systems = set(staging_sources(root))
    breaches = []
    for model in models(root):
        if model.has_computed_ref:
            breaches.append(f"{model.path} computes a ref(): write the model's name")
        for name in model.refs:
            if name in layer_of and not _may_read(model, name, layer_of[name]):
                breaches.append(
                    f"{model.path} reads {name} of {layer_of[name]}, "
                    f"which is not to the left of {model.layer}"
                )
        if model.layer == "staging":
            foreign = [name for name in model.sources if name in systems]
            breaches += [
                f"{model.path} reads the raw tables of {name}"
                for name in foreign
                if name not in model.folders
            ]
        else:
            breaches += [
                f"{model.path} reads {name}, which only staging may"
                for name in model.sources
                if name in systems
            ]
    return breaches


def _may_read(model: SqlFile, name: str, layer: str) -> bool:
    if layer == model.layer == "staging":
        return name.split("_", 1)[1].startswith(f"{model.folders[-1]}__")
    if layer == model.layer:
        return layer in READ_EACH_OTHER
    return LAYERS.index(layer) < LAYERS.index(model.layer)


def names_and_folders(root: Path) -> list[str]:
    """The prefix says the layer, and no layer lies outside the list."""
    breaches = [
        f"models/{path.name} is none of {', '.join(LAYERS)}"
        for path in sorted((root / "models").glob("*"))
        if path.name not in LAYERS
    ]
    for model in models(root):
        if model.layer == "staging":
            expected = _staging_prefixes(model)
        else:
            expected = PREFIXES.get(model.layer, ())
        if not model.name.startswith(expected):
            breaches.append(
                f"{model.path} should be called {' or '.join(expected)}… "
                "or lie in another folder"
                if expected
                else f"{model.path} lies in no folder for models"
            )
    return breaches


def _staging_prefixes(model: SqlFile) -> tuple[str, ...]:
    if len(model.folders) != 2:
        return ()
    return f"stg_{model.folders[1]}__", f"base_{model.folders[1]}__"


def grain_comments(root: Path) -> list[str]:
    """Line 1 of a model is its grain."""
    return [
        f"{model.path} does not begin with the comment `-- One row per …`"
        for model in models(root)
        if not model.text.startswith("-- One row per ")
    ]


def model_descriptions(root: Path) -> list[str]:
    """A YAML of the model's name lies beside it and says one row per what."""
    breaches = []
    for model in models(root):
        path = (root / model.path).with_suffix(".yml")
        place = path.relative_to(root).as_posix()
        if not path.exists():
            breaches.append(f"{model.path} has no {path.name} beside it")
            continue
        described = (read_yaml(path) or {}).get("models", [])
        if [entry.get("name") for entry in described] != [model.name]:
            breaches.append(f"{place} does not describe exactly {model.name}")
            continue
        entry = described[0]
        if not str(entry.get("description", "")).startswith("One row per "):
            breaches.append(f"{place}: the description does not start `One row per …`")
        keys = [key for key in entry if key in YAML_ORDER]
        if keys != sorted(keys, key=YAML_ORDER.index):
            breaches.append(f"{place}: write the keys as {', '.join(YAML_ORDER)}")
    return breaches


def orphaned_descriptions(root: Path) -> list[str]:
    """A YAML under models/ belongs to a model or names a folder's sources.

    Those of `semantic/` say metrics, and no more.
    """
    names = {Path(model.path).with_suffix("") for model in models(root)}
    breaches = []
    for path in sorted((root / "models").rglob("*.y*ml")):
        place = path.relative_to(root)
        if place.parts[1] == "semantic":
            others = set(read_yaml(path)) - {"semantic_models", "metrics"}
            breaches += [
                f"{place.as_posix()} says {key}: no metric, nor what one is made of"
                for key in sorted(others)
            ]
        elif not path.name.startswith("_") and place.with_suffix("") not in names:
            breaches.append(f"{place.as_posix()} describes no model beside it")
    return breaches


def ports_and_staging(root: Path) -> list[str]:
    """`vars: ports:` lists exactly the staging files that exist."""
    project = read_yaml(root / "dbt_project.yml")
    listed = {
        (source, port)
        for port, sources in project["vars"]["ports"].items()
        for source in sources
    }
    offered = {
        (model.folders[1], model.name.split("__", 1)[1])
        for model in models(root)
        if model.layer == "staging" and model.name.startswith("stg_")
    }
    return [
        f"dbt_project.yml lists the port {port} of {source}, which has no staging file"
        for source, port in sorted(listed - offered)
    ] + [
        f"models/staging/{source} offers the port {port}, unknown to dbt_project.yml"
        for source, port in sorted(offered - listed)
    ]


def uses_of_vars(root: Path) -> list[str]:
    """A dbt var is read for the ports and nothing else: any other value re-parses."""
    breaches = []
    for file in [*models(root), *sql_files(root, "macros")]:
        for found in re.finditer(r"\bvar\(\s*['\"]?(\w*)", file.code):
            if file.layer in LAYERS or found.group(1) != "ports":
                breaches.append(f"{file.path} reads the var {found.group(1)}")
        if re.search(r"\benv_var\s*\(", file.code):
            breaches.append(f"{file.path} reads the environment")
        if re.search(r"\benabled\s*=", file.code):
            breaches.append(f"{file.path} can be switched off")
    return breaches
