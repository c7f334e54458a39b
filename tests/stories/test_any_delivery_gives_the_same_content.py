"""Content depends on what was delivered, not on when, how often or in which files."""

import csv
import random
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from demo import write_demo
from tests.stories.building import build, company_settings

# When a row was received differs from delivery to delivery, and nothing else may.
RECEIVED = {"landed_at"}
Table = tuple[str, str]


def compared_columns(
    connection: duckdb.DuckDBPyConnection, catalog: str
) -> dict[Table, list[str]]:
    """The columns of every fact, dimension and mart that no delivery may change."""
    columns: dict[Table, list[str]] = {}
    for schema, table, column in connection.execute(
        "select table_schema, table_name, column_name"
        " from information_schema.columns where table_catalog = ?"
        " and table_schema in ('facts', 'dimensions', 'marts')"
        " order by all",
        [catalog],
    ).fetchall():
        if column not in RECEIVED:
            columns.setdefault((schema, table), []).append(column)
    return columns


def content(database: Path) -> dict[Table, list[str]]:
    """The sorted rows of every fact, dimension and mart, as text."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return {
            (schema, table): sorted(
                str(row)
                for row in connection.execute(
                    f"select {', '.join(names)} from {schema}.{table}"
                ).fetchall()
            )
            for (schema, table), names in compared_columns(
                connection, database.stem
            ).items()
        }


def raw_tables(folder: Path) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Header and rows of each table of a source as texts, whatever files hold them."""
    tables: dict[str, tuple[list[str], list[list[str]]]] = {}
    for path in sorted(folder.rglob("*.*")):
        header, rows = _read(path)
        table = path.stem if path.parent == folder else path.parent.name
        tables.setdefault(table, (header, []))[1].extend(rows)
    assert tables, f"{folder} holds no rows"
    return dict(sorted(tables.items()))


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Large companies come as Parquet."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return header, rows
    table = pq.read_table(path)
    columns = [
        column.cast(pa.string()).fill_null("").to_pylist() for column in table.columns
    ]
    return table.column_names, list(map(list, zip(*columns, strict=True)))


def deliver_in_pieces(raw: Path, folder: Path, *, pieces: int, seed: int) -> list[Path]:
    """Copy raw files with their rows shuffled over so many files a table.

    Returns one raw folder per night: what the first night brings, then the rest too.
    """
    draw = random.Random(seed)
    nights = [folder / "first", folder / "both"]
    for table, (header, records) in raw_tables(raw / "exports").items():
        draw.shuffle(records)
        for piece in range(pieces):
            mine = records[piece::pieces]
            if not mine:
                continue
            for night in nights[0 if piece == 0 else 1 :]:
                path = night / "exports" / table / f"{pieces - piece:03}.csv"
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.writer(file, lineterminator="\n")
                    writer.writerow(header)
                    writer.writerows(mine)
    return nights


@pytest.fixture(scope="module")
def demo_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("delivered") / "raw"
    write_demo(raw=raw, leads=300, seed=7)
    return raw


def test_another_night_over_the_same_files_changes_nothing(
    demo_raw: Path, tmp_path: Path
) -> None:
    demo = write_demo(raw=demo_raw, leads=300, seed=7)
    settings = company_settings(
        demo_raw, tmp_path / "home", sources=["exports"], as_of=demo.as_of
    )
    first = content(build(settings))
    shutil.copytree(settings.home.landing, tmp_path / "landing_before")
    assert content(build(settings)) == first
    assert sorted(path.name for path in settings.home.landing.rglob("0*.parquet")) == (
        sorted(path.name for path in (tmp_path / "landing_before").rglob("0*.parquet"))
    )


def test_shuffled_rows_in_other_files_over_two_nights_give_the_same_content(
    demo_raw: Path, demo_build: Path, tmp_path: Path
) -> None:
    demo = write_demo(raw=demo_raw, leads=300, seed=7)
    nights = deliver_in_pieces(demo_raw, tmp_path, pieces=5, seed=11)
    for raw in nights:
        database = build(
            company_settings(
                raw, tmp_path / "home", sources=["exports"], as_of=demo.as_of
            )
        )
    found, expected = content(database), content(demo_build)
    assert {
        table: len(set(rows) ^ set(expected[table])) for table, rows in found.items()
    } == dict.fromkeys(expected, 0)
    assert found == expected
