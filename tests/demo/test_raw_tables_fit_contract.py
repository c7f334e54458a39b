"""The demo writes exactly the tables and columns that the exports contract names."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.tables import layouts
from tests.demo.raw_tables import rows_of

_CONTRACT = Path(__file__).parents[2] / "contracts" / "sources" / "exports.odcs.yaml"
_TABLES = {
    table["name"]: table
    for table in yaml.safe_load(_CONTRACT.read_text(encoding="utf-8"))["schema"]
}
_READERS: dict[str, Callable[[str], Any]] = {
    "timestamp": datetime.fromisoformat,
    "date": date.fromisoformat,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


def test_the_demo_has_every_table_of_the_contract_and_no_other() -> None:
    assert layouts().keys() == _TABLES.keys()


@pytest.mark.parametrize("table", sorted(_TABLES))
def test_columns_come_in_the_order_of_the_contract(small_raw: Path, table: str) -> None:
    expected = [column["name"] for column in _TABLES[table]["properties"]]
    assert [*rows_of(small_raw, table).columns][:-1] == expected


@pytest.mark.parametrize("table", sorted(_TABLES))
def test_required_cells_are_filled_and_all_cells_have_their_type(
    small_raw: Path, table: str
) -> None:
    rows = rows_of(small_raw, table)
    assert len(rows) > 0
    for column in _TABLES[table]["properties"]:
        _check_cells(rows[column["name"]].tolist(), column)


@pytest.mark.parametrize("table", sorted(_TABLES))
def test_no_two_payloads_share_a_key_and_version(small_raw: Path, table: str) -> None:
    contract = _TABLES[table]
    keys = [c["name"] for c in contract["properties"] if c.get("primaryKey")]
    settings = {s["property"]: s["value"] for s in contract["customProperties"]}
    version = settings["version"]
    identity = keys + ([] if version in ("none", "delivery") else [version])
    payloads = rows_of(small_raw, table).drop(columns="file").drop_duplicates()
    assert not payloads.duplicated(identity).any()


def _check_cells(cells: list[str], column: dict[str, Any]) -> None:
    filled = [cell for cell in cells if cell]
    if column.get("required"):
        assert len(filled) == len(cells)
    read = _READERS[column["logicalType"]]
    for cell in filled:
        read(cell)
