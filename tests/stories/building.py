"""Builds a company from raw rows as a night does, without checks or publication."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID

import duckdb

from contracts import check_build, load
from demo import write_demo
from orchestration import dbt_process, steps
from orchestration.dbt_process import prepare_manifest
from orchestration.progress import Progress
from orchestration.resources import DEMO_SOURCES, PROJECT, Home, Settings
from tests.compiled_project import build_compiled

DELIVERED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def write_table(
    raw: Path, source: str, table: str, columns: str, rows: Iterable[Sequence[Any]]
) -> Path:
    """Write `<raw>/<source>/<table>.csv`; `columns` are comma-separated names."""
    path = raw / source / f"{table}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split(","))
        writer.writerows(rows)
    return path


def company_settings(
    raw: Path,
    home: Path,
    *,
    sources: Sequence[str],
    as_of: date | datetime,
    book: Path = PROJECT / "seeds",
) -> Settings:
    """Settings of a company with the given raw files."""
    home.mkdir(parents=True, exist_ok=True)
    return Settings(
        home=Home(home),
        raw=raw,
        sources=tuple(sources),
        is_demo=False,
        book=book,
        contracts=PROJECT / "contracts",
        secret=b"a secret of the tests",
        as_of=as_of,
        demo_leads=0,
        demo_seed=0,
        demo_shape="exports",
        target="duckdb",
    )


def build(settings: Settings, *, now: datetime = DELIVERED_AT) -> Path:
    """Land and transform; returns the build database."""
    silent = Progress(stream=io.StringIO())
    steps.land(settings, silent, now)
    with patch.object(dbt_process, "build", build_compiled):
        steps.transform(settings, silent)
    return settings.home.build_database


def build_by_dbt(settings: Settings, *, now: datetime = DELIVERED_AT) -> Path:
    """The same, every model and data test by a process of dbt's own."""
    silent = Progress(stream=io.StringIO())
    prepare_manifest(settings)
    steps.land(settings, silent, now)
    steps.transform(settings, silent)
    return settings.home.build_database


def build_demo(folder: Path, *, shape: str, leads: int) -> Path:
    """Build the demo company in one of its shapes below `folder`, from seed 7."""
    demo = write_demo(raw=folder / "raw", leads=leads, seed=7, shape=shape)
    settings = company_settings(
        folder / "raw",
        folder / "home",
        sources=DEMO_SOURCES[shape],
        as_of=demo.as_of,
    )
    return build_by_dbt(settings)


def query(database: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """All rows of a query on a build database, keys as the digits of key files."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return fetched(connection.execute(sql, list(parameters)))


def fetched(result: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """All rows of a result, keys as the digits of key files."""
    return [
        tuple(cell.hex if isinstance(cell, UUID) else cell for cell in row)
        for row in result.fetchall()
    ]


def users_by_key(database: Path) -> dict[str, str]:
    """The tools' own ids of users by the pseudonyms that tables hold."""
    files = str(database.parents[1] / "keys" / "*" / "*.parquet")
    return dict(
        query(
            database,
            "select record_key, native_id from read_parquet(?) where object = 'user'",
            files,
        )
    )


def broken_contracts(database: Path) -> list[tuple[str, str, list[str]]]:
    """Id, status and first breaking keys of the contracts that do not hold."""
    return [
        (result.id, result.status, list(result.breaking_keys[:3]))
        for result in check_build(
            database=database,
            landing=Home(database.parents[1]).landing,
            contracts=load(PROJECT / "contracts"),
        )
        if result.status != "held"
    ]
