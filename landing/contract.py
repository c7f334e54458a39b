"""Source contracts as landing needs them, read from Open Data Contract YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from landing.column_contract import (
    NAME,
    ColumnContract,
    InvalidContractError,
    KeyedObject,
    custom_properties,
    read_column,
)
from landing.reasons import blocked

ENCODINGS = ("utf-8", "cp932")
SUFFIX = ".odcs.yaml"


@dataclass(frozen=True)
class TableContract:
    """One table; ``version`` is a column name, ``delivery`` or ``none``.

    ``expects_other_columns``: headings that the contract does not name are no news.
    """

    source: str
    name: str
    version: str
    is_required: bool
    floor: int
    encoding: str
    expects_other_columns: bool
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
    def objects(self) -> tuple[KeyedObject, ...]:
        """Objects that ids of this source are keyed as, other sources' too, sorted."""
        found = {
            item
            for table in self.tables
            for column in table.columns
            for item in (*column.keyed_as, *column.list_keyed_as)
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
    if not NAME.fullmatch(source) or source not in known:
        shown = source if NAME.fullmatch(source) else "with this name"
        raise blocked("UNKNOWN_SOURCE", source=shown, known=", ".join(known) or "none")
    path = contracts / "sources" / f"{source}{SUFFIX}"
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=_UniqueKeyLoader)
        contract = _source(source, document)
        _refuse_unknown_sources(contract, known)
        return contract
    except (yaml.YAMLError, InvalidContractError, UnicodeDecodeError) as error:
        detail = " ".join(str(error).split())
        raise blocked("CONTRACT_INVALID", file=path.name, detail=detail) from error


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML without aliases, and without a second value for a key."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401
        if self.check_event(yaml.AliasEvent):
            raise InvalidContractError("YAML aliases are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise InvalidContractError(f"{key} stands twice in one mapping")
        return super().construct_mapping(node, deep=deep)


def _source(source: str, document: Any) -> SourceContract:  # noqa: ANN401
    if not isinstance(document, dict) or not document.get("schema"):
        raise InvalidContractError("it has no schema")
    custom = custom_properties(document)
    tables = tuple(_table(source, row, custom) for row in document["schema"])
    _refuse_twice([table.name for table in tables], "tables")
    return SourceContract(source, tables)


def _refuse_unknown_sources(source: SourceContract, known: Sequence[str]) -> None:
    unknown = sorted({one.source for one in source.objects} - set(known))
    if unknown:
        raise InvalidContractError(f"ids are keyed as those of {', '.join(unknown)}")


def _refuse_twice(names: Sequence[str], what: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidContractError(f"{what} named twice: {', '.join(twice)}")


def _table(
    source: str, row: Mapping[str, Any], defaults: Mapping[str, Any]
) -> TableContract:
    name = str(row.get("name"))
    if not NAME.fullmatch(name):
        raise InvalidContractError(
            "a table name is not lower-case letters, digits and _"
        )
    custom = custom_properties(row)
    zone = str(defaults.get("timeZone", ""))
    columns = tuple(
        read_column(source, name, item, zone) for item in row.get("properties") or ()
    )
    _refuse_twice([column.name for column in columns], f"columns of {name}")
    headings = [heading for c in columns for heading in (c.name, *c.aliases)]
    _refuse_twice(headings, f"headings of {name}")
    encoding = str(custom.get("encoding", defaults.get("encoding", "utf-8")))
    if encoding not in ENCODINGS:
        raise InvalidContractError(
            f"encoding {encoding} of {name} is none of {ENCODINGS}"
        )
    other_columns = custom.get("otherColumns", "unexpected")
    if other_columns not in ("expected", "unexpected"):
        raise InvalidContractError(f"otherColumns of {name} is not `expected`")
    table = TableContract(
        source=source,
        name=name,
        version=str(custom.get("version", "")),
        is_required=bool(custom.get("isRequired", False)),
        floor=_floor(row),
        encoding=encoding,
        expects_other_columns=other_columns == "expected",
        columns=columns,
    )
    if not table.key:
        raise InvalidContractError(f"{name} has no key column")
    stamps = [column.name for column in columns if column.kind == "timestamp"]
    if table.version not in ("none", "delivery", *stamps):
        raise InvalidContractError(
            f"version of {name} is neither a time stamp, delivery nor none"
        )
    return table


def _floor(row: Mapping[str, Any]) -> int:
    for rule in row.get("quality") or ():
        if rule.get("metric") == "rowCount":
            return int(rule.get("mustBeGreaterOrEqualTo", 0))
    return 0
