"""Source contracts as landing needs them, read from Open Data Contract YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from landing.reasons import blocked

KINDS = {
    "VARCHAR": "string",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DECIMAL(18,4)": "money",
    "BOOLEAN": "boolean",
}
ENCODINGS = ("utf-8", "cp932")
SUFFIX = ".odcs.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class ColumnContract:
    """One column: ``kind`` is a value of KINDS, ``zone`` only matters for instants."""

    name: str
    kind: str
    zone: str
    is_required: bool
    must_exist: bool
    is_key: bool
    is_code: bool
    is_email: bool
    is_event_instant: bool
    keyed_as: tuple[str, ...]
    number_text: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class TableContract:
    """One table; ``version`` is a column name, ``delivery`` or ``none``."""

    source: str
    name: str
    version: str
    is_required: bool
    floor: int
    encoding: str
    columns: tuple[ColumnContract, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the key columns, in contract order."""
        return tuple(column.name for column in self.columns if column.is_key)


@dataclass(frozen=True)
class SourceContract:
    """All tables of one source, in contract order."""

    name: str
    tables: tuple[TableContract, ...]

    @property
    def objects(self) -> tuple[str, ...]:
        """Objects that ids of this source are keyed as, sorted."""
        found = {
            item
            for table in self.tables
            for column in table.columns
            for item in column.keyed_as
        }
        return tuple(sorted(found))


def known_sources(contracts: Path) -> list[str]:
    """Names of the sources whose contract stands in ``contracts``/sources, sorted."""
    return sorted(
        path.name.removesuffix(SUFFIX)
        for path in (contracts / "sources").glob(f"*{SUFFIX}")
    )


def read_contract(contracts: Path, source: str) -> SourceContract:
    """The contract of one source.

    Raises LandingError UNKNOWN_SOURCE, or CONTRACT_INVALID naming what is wrong.
    """
    known = known_sources(contracts)
    if not _NAME.fullmatch(source) or source not in known:
        shown = source if _NAME.fullmatch(source) else "with this name"
        raise blocked("UNKNOWN_SOURCE", source=shown, known=", ".join(known) or "none")
    path = contracts / "sources" / f"{source}{SUFFIX}"
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=_UniqueKeyLoader)
        return _source(source, document)
    except (yaml.YAMLError, _InvalidError, UnicodeDecodeError) as error:
        detail = " ".join(str(error).split())
        raise blocked("CONTRACT_INVALID", file=path.name, detail=detail) from error


class _InvalidError(Exception):
    """What is wrong with a contract, as the end of a sentence."""


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML without aliases, and without a second value for a key."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401
        if self.check_event(yaml.AliasEvent):
            raise _InvalidError("YAML aliases are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise _InvalidError(f"{key} stands twice in one mapping")
        return super().construct_mapping(node, deep=deep)


def _custom(element: Mapping[str, Any]) -> dict[str, Any]:
    rows = element.get("customProperties") or []
    return {str(row["property"]): row["value"] for row in rows}


def _words(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _source(source: str, document: Any) -> SourceContract:  # noqa: ANN401
    if not isinstance(document, dict) or not document.get("schema"):
        raise _InvalidError("it has no schema")
    custom = _custom(document)
    tables = tuple(_table(source, row, custom) for row in document["schema"])
    _refuse_twice([table.name for table in tables], "tables")
    return SourceContract(source, tables)


def _refuse_twice(names: Sequence[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _InvalidError(f"{what} named twice: {', '.join(twice)}")


def _table(
    source: str, row: Mapping[str, Any], defaults: Mapping[str, Any]
) -> TableContract:
    name = str(row.get("name"))
    if not _NAME.fullmatch(name):
        raise _InvalidError("a table name is not lower-case letters, digits and _")
    custom = _custom(row)
    zone = str(defaults.get("timeZone", ""))
    columns = tuple(_column(name, item, zone) for item in row.get("properties") or ())
    _refuse_twice([column.name for column in columns], f"columns of {name}")
    headings = [heading for c in columns for heading in (c.name, *c.aliases)]
    _refuse_twice(headings, f"headings of {name}")
    encoding = str(custom.get("encoding", defaults.get("encoding", "utf-8")))
    if encoding not in ENCODINGS:
        raise _InvalidError(f"encoding {encoding} of {name} is none of {ENCODINGS}")
    table = TableContract(
        source=source,
        name=name,
        version=str(custom.get("version", "")),
        is_required=bool(custom.get("isRequired", False)),
        floor=_floor(row),
        encoding=encoding,
        columns=columns,
    )
    if not table.key:
        raise _InvalidError(f"{name} has no key column")
    stamps = [column.name for column in columns if column.kind == "timestamp"]
    if table.version not in ("none", "delivery", *stamps):
        raise _InvalidError(
            f"version of {name} is neither a time stamp, delivery nor none"
        )
    return table


def _floor(row: Mapping[str, Any]) -> int:
    for rule in row.get("quality") or ():
        if rule.get("metric") == "rowCount":
            return int(rule.get("mustBeGreaterOrEqualTo", 0))
    return 0


def _column(table: str, row: Mapping[str, Any], zone: str) -> ColumnContract:
    name = str(row.get("name"))
    physical = str(row.get("physicalType"))
    if not _NAME.fullmatch(name) or physical not in KINDS:
        raise _InvalidError(
            f"column {name} of {table} has no usable name or physicalType"
        )
    custom = _custom(row)
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
        keyed_as=_words(custom.get("keyedAs")),
        number_text=_words(custom.get("numberText")),
        aliases=tuple(str(item["synonym"]) for item in row.get("synonyms") or ()),
    )
    if column.kind == "timestamp":
        try:
            ZoneInfo(column.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise _InvalidError(
                f"column {name} of {table} has no known zone"
            ) from error
    return column
