"""Open Data Contract Standard documents → what this project promises.

Standard: Bitol ODCS v3 (the `open-data-contract-standard` package is its model).
What the standard has no word for stands in `customProperties`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contracts.errors import ContractError
from contracts.promises import Column, FeedContract, TableContract
from contracts.strict_yaml import read_strict_yaml

IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")
PUBLISHED_SCHEMAS = ("facts", "dimensions", "marts")

# What may be published. Everything else (personal data above all) stays in the build.
PUBLISHED_CLASSES = ("business", "internal_id", "pseudonym")


def read_table_contract(path: Path) -> TableContract:
    """Read one published table's contract; raise ContractError if it is refused."""
    document = read_document(path)
    objects = document["schema"]
    if len(objects) != 1:
        raise ContractError(
            f"{path.name} describes {len(objects)} tables: a published table has its"
            " own file."
        )
    table = objects[0]
    schema, _, name = str(table.get("physicalName", "")).partition(".")
    if schema not in PUBLISHED_SCHEMAS or not IDENTIFIER.fullmatch(name):
        raise ContractError(
            f"{path.name}: physicalName must be <schema>.<table> with a schema of"
            f" {', '.join(PUBLISHED_SCHEMAS)}."
        )
    columns = _columns(path, table)
    for column in columns:
        if column.classification not in PUBLISHED_CLASSES:
            raise ContractError(
                f"{path.name}: column {column.name} has the class"
                f" {column.classification or '(none)'}; published are only"
                f" {', '.join(PUBLISHED_CLASSES)}."
            )
    key = _key(path, table)
    floor = row_floor(table)
    empty_reason = custom(table, "emptyMeans")
    if floor < 1 and empty_reason is None:
        raise ContractError(
            f"{path.name}: {schema}.{name} promises no row (rowCount), so that an empty"
            " table would keep every promise: set a floor of 1, or say what an empty"
            " table means (emptyMeans)."
        )
    for column in columns:
        _refuse_unexplained_null(path, column, column.name in key)
    return TableContract(
        schema=schema,
        table=name,
        name=str(document.get("name", "")),
        version=str(document["version"]),
        purpose=str(document.get("description", {}).get("purpose", "")),
        grain=str(table.get("dataGranularityDescription", "")),
        key=key,
        columns=columns,
        row_floor=floor,
        empty_reason=empty_reason,
        cites=tuple(
            item["url"]
            for item in table.get("authoritativeDefinitions", [])
            if item.get("url")
        ),
    )


def read_feed_contracts(path: Path) -> tuple[FeedContract, ...]:
    """Read one source's contract: one FeedContract per table of it."""
    document = read_document(path)
    source = path.name.removesuffix(".odcs.yaml")
    feeds = []
    for table in document["schema"]:
        name = str(table["name"])
        if not IDENTIFIER.fullmatch(name) or not IDENTIFIER.fullmatch(source):
            raise ContractError(
                f"{path.name}: {source}/{name} is no plain lower-case name."
            )
        feeds.append(
            FeedContract(
                source=source,
                table=name,
                purpose=str(table.get("description", "")),
                key=_key(path, table),
                version=str(custom(table, "version") or "none"),
                columns=_columns(path, table),
                row_floor=row_floor(table),
                told_beside=_told_beside(table),
            )
        )
    return tuple(feeds)


def _told_beside(table: dict[str, Any]) -> tuple[str, ...]:
    words = ("isDeletionFlag", "isPreliminary", "isReceivedAt")
    return tuple(
        str(column["name"])
        for column in table["properties"]
        if any(custom(column, word) for word in words)
    )


def read_document(path: Path) -> dict[str, Any]:
    """Read and validate one ODCS document; words the standard lacks are refused."""
    # Imported here: building its models costs a quarter of a second.
    from open_data_contract_standard.model import OpenDataContractStandard
    from pydantic import ValidationError

    data = read_strict_yaml(path)
    try:
        model = OpenDataContractStandard(**data)
    except (ValidationError, TypeError) as problem:
        raise ContractError(f"{path.name} is no ODCS v3: {_first(problem)}.") from None
    kept = model.model_dump(by_alias=True, exclude_unset=True)
    unknown = list(_lost(data, kept, ""))
    if unknown:
        raise ContractError(
            f"{path.name} has words unknown to ODCS v3: {', '.join(unknown[:5])}."
        )
    for word in ("id", "version", "apiVersion", "kind", "schema"):
        if not data.get(word):
            raise ContractError(f"{path.name} lacks {word}.")
    if not str(data["apiVersion"]).startswith("v3.") or data["kind"] != "DataContract":
        raise ContractError(f"{path.name} is no DataContract of ODCS v3.")
    return data


def custom(element: dict[str, Any], name: str) -> str | None:
    """Value of the custom property `name` of an ODCS element, None if absent."""
    for item in element.get("customProperties", []):
        if item.get("property") == name:
            return str(item["value"])
    return None


def row_floor(table: dict[str, Any]) -> int:
    """Smallest number of rows promised (`rowCount`), 0 if none is."""
    for quality in table.get("quality", []):
        if quality.get("metric") == "rowCount":
            return int(quality.get("mustBeGreaterOrEqualTo", 0))
    return 0


def _columns(path: Path, table: dict[str, Any]) -> tuple[Column, ...]:
    columns = []
    for item in table.get("properties", []):
        name = str(item["name"])
        if not IDENTIFIER.fullmatch(name):
            raise ContractError(
                f"{path.name}: {name!r} is no column name (a-z, 0-9 and _)."
            )
        columns.append(
            Column(
                name=name,
                logical_type=str(item.get("logicalType", "")),
                physical_type=str(item.get("physicalType", "")),
                classification=str(item.get("classification", "")),
                is_required=bool(item.get("required", False)),
                accepted_values=_accepted_values(item),
                null_means=custom(item, "nullMeans"),
                description=str(item.get("description", "")),
            )
        )
    for column in columns:
        if column.accepted_values and not column.is_text:
            raise ContractError(
                f"{path.name}: column {column.name} lists values but is"
                f" {column.physical_type}; only text columns may."
            )
    names = [column.name for column in columns]
    if not names or len(set(names)) != len(names):
        raise ContractError(
            f"{path.name}: {table['name']} has no column, or one of them twice."
        )
    return tuple(columns)


def _accepted_values(item: dict[str, Any]) -> tuple[str, ...]:
    for quality in item.get("quality", []):
        if quality.get("metric") == "invalidValues":
            arguments = quality.get("arguments", {})
            return tuple(str(value) for value in arguments.get("validValues", []))
    return tuple(str(entry["value"]) for entry in item.get("enum", []))


def _key(path: Path, table: dict[str, Any]) -> tuple[str, ...]:
    members = [item for item in table.get("properties", []) if item.get("primaryKey")]
    if not members:
        raise ContractError(f"{path.name}: {table['name']} has no primaryKey column.")
    members.sort(key=lambda item: int(item.get("primaryKeyPosition", 0)))
    return tuple(str(item["name"]) for item in members)


def _refuse_unexplained_null(path: Path, column: Column, is_key: bool) -> None:
    checked = is_key or column.accepted_values
    if checked and not column.is_required and column.null_means is None:
        raise ContractError(
            f"{path.name}: column {column.name} is a key or a code that may be empty,"
            " and an empty cell passes every check: make it required, or say what an"
            " empty cell means (nullMeans)."
        )


def _lost(given: object, kept: object, where: str) -> Iterable[str]:
    """Paths of `given` that the standard's model dropped without a word."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            if name not in kept:
                yield f"{where}{name}"
            else:
                yield from _lost(value, kept[name], f"{where}{name}.")
    elif isinstance(given, list) and isinstance(kept, list):
        for position, (one, other) in enumerate(zip(given, kept, strict=True)):
            yield from _lost(one, other, f"{where}{position}.")


def _first(problem: Exception) -> str:
    errors = getattr(problem, "errors", None)
    if errors is None:
        return str(problem)
    first = errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}"
