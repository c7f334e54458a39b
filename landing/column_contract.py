"""One column of a source contract, checked while it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

KINDS = {
    "VARCHAR": "string",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DECIMAL(18,4)": "money",
    "BOOLEAN": "boolean",
}
NAME = re.compile(r"[a-z][a-z0-9_]*")

# The one value each of these properties may have, and the kind of column it is for.
_ONE_VALUE = {
    "idForm": ("case_safe", "string"),
    "epochText": ("microseconds", "timestamp"),
    "isOpenEnd": (True, "timestamp"),
    "isDeletionFlag": (True, "boolean"),
    "isPreliminary": (True, "boolean"),
    "isReceivedAt": (True, "timestamp"),
}


class InvalidContractError(Exception):
    """What is wrong with a contract, as the end of a sentence."""


@dataclass(frozen=True, order=True)
class KeyedObject:
    """What an id names: an object, such as `ma_lead`, of a source."""

    source: str
    name: str


@dataclass(frozen=True)
class ColumnContract:
    """One column: ``kind`` is a value of KINDS, ``zone`` only matters for times.

    ``keyed_as`` are the objects that its id names, ``list_keyed_as`` those that each id
    of its list names.
    """

    name: str
    kind: str
    zone: str
    is_required: bool
    must_exist: bool
    is_key: bool
    is_code: bool
    is_email: bool
    is_event_instant: bool
    is_case_safe_id: bool
    is_epoch: bool
    is_open_end: bool
    is_deletion_flag: bool
    is_preliminary: bool
    is_received_at: bool
    keyed_as: tuple[KeyedObject, ...]
    list_keyed_as: tuple[KeyedObject, ...]
    number_text: tuple[str, ...]
    aliases: tuple[str, ...]


def custom_properties(element: Mapping[str, Any]) -> dict[str, Any]:
    """The customProperties of a contract, table or column, by name."""
    rows = element.get("customProperties") or []
    return {str(row["property"]): row["value"] for row in rows}


def read_column(
    source: str, table: str, row: Mapping[str, Any], zone: str
) -> ColumnContract:
    """One column of a table; raises InvalidContractError."""
    name = str(row.get("name"))
    physical = str(row.get("physicalType"))
    if not NAME.fullmatch(name) or physical not in KINDS:
        raise InvalidContractError(
            f"column {name} of {table} has no usable name or physicalType"
        )
    custom = custom_properties(row)
    shown = f"{name} of {table}"
    _refuse_other_values(shown, KINDS[physical], custom)
    options = row.get("logicalTypeOptions") or {}
    column = ColumnContract(
        name=name,
        kind=KINDS[physical],
        zone=str(options.get("defaultTimezone", zone)),
        is_required=bool(row.get("required", False)),
        must_exist=bool(row.get("required", False) or custom.get("mustExist", False)),
        is_key=bool(row.get("primaryKey", False)),
        is_code=bool(custom.get("isCode", False)),
        is_email=options.get("format") == "email",
        is_event_instant=bool(custom.get("isEventInstant", False)),
        is_case_safe_id="idForm" in custom,
        is_epoch="epochText" in custom,
        is_open_end="isOpenEnd" in custom,
        is_deletion_flag="isDeletionFlag" in custom,
        is_preliminary="isPreliminary" in custom,
        is_received_at="isReceivedAt" in custom,
        keyed_as=_objects(source, shown, custom.get("keyedAs")),
        list_keyed_as=_objects(source, shown, custom.get("keyedAsList")),
        number_text=_words(custom.get("numberText")),
        aliases=tuple(str(item["synonym"]) for item in row.get("synonyms") or ()),
    )
    _refuse_mismatch(shown, column)
    return column


def _words(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def _objects(source: str, shown: str, value: Any) -> tuple[KeyedObject, ...]:  # noqa: ANN401
    found = []
    for word in _words(value):
        named, dot, object_name = word.rpartition(".")
        one = KeyedObject(named if dot else source, object_name)
        if not NAME.fullmatch(one.source) or not NAME.fullmatch(one.name):
            raise InvalidContractError(
                f"column {shown} is keyed as neither object nor source.object"
            )
        found.append(one)
    return tuple(found)


def _refuse_other_values(shown: str, kind: str, custom: Mapping[str, Any]) -> None:
    for name, (value, only_kind) in _ONE_VALUE.items():
        if name in custom and (custom[name] != value or kind != only_kind):
            raise InvalidContractError(
                f"{name} of column {shown} is not {value} or the column no {only_kind}"
            )


def _refuse_mismatch(shown: str, column: ColumnContract) -> None:
    if column.kind == "timestamp":
        try:
            ZoneInfo(column.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InvalidContractError(f"column {shown} has no known zone") from error
    if (column.keyed_as or column.list_keyed_as) and column.kind != "string":
        raise InvalidContractError(f"column {shown} is keyed and no text")
    if column.list_keyed_as and (column.keyed_as or column.is_key or column.is_code):
        raise InvalidContractError(f"column {shown} is a list and an id or code")
