"""Open the private build and the landed rows together, read-only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from contracts.errors import ContractError
from contracts.promises import FeedContract
from contracts.table_suites import feed_relation

Connect = Callable[[], duckdb.DuckDBPyConnection]


@contextmanager
def open_build(
    *, database: Path, landing: Path, feeds: Iterable[FeedContract]
) -> Iterator[Connect]:
    """Yield a function that returns a new cursor on build and landing.

    Tables of the build are `<schema>.<table>`; the live rows of a feed (landed and not
    retracted) are the view `memory.landing."<source>/<table>"`. Nothing can be written
    to either: the database is attached read-only, views live in memory.
    """
    if not database.is_file():
        raise ContractError(f"No build to check at {database}: build it first.")
    connection = duckdb.connect(":memory:")
    try:
        # Views of the build name their catalog, which is the file's stem.
        catalog = database.stem
        connection.execute(
            f"attach {_text(str(database))} as {_quoted(catalog)} (read_only)"
        )
        connection.execute("create schema memory.landing")
        _read_registries(connection, landing)
        for feed in feeds:
            _create_feed_view(connection, landing, feed)

        def connect() -> duckdb.DuckDBPyConnection:
            cursor = connection.cursor()
            cursor.execute(f"use {_quoted(catalog)}")
            return cursor

        yield connect
    finally:
        connection.close()


def landed_feeds(landing: Path) -> dict[tuple[str, str], bool]:
    """Return (source, table) → whether a file of it ever landed, from the registry."""
    registry = landing / "_feeds.parquet"
    if not registry.is_file():
        return {}
    with duckdb.connect(":memory:") as connection:
        rows = connection.execute(
            "select source, table_name, has_landed from read_parquet(?)",
            [str(registry)],
        ).fetchall()
    return {(source, table): bool(landed) for source, table, landed in rows}


# Registry → its columns that checks read; an absent registry has no rows.
_REGISTRIES = {
    "retracted": "source varchar, table_name varchar, batch_number bigint,"
    " row_number bigint",
    "batches": "source varchar, table_name varchar, batch_number bigint, landed bigint",
}


def _read_registries(connection: duckdb.DuckDBPyConnection, landing: Path) -> None:
    for name, columns in _REGISTRIES.items():
        connection.execute(f"create table memory.landing.{name} ({columns})")
        registry = landing / f"_{name}.parquet"
        if registry.is_file():
            names = ", ".join(column.split()[0] for column in columns.split(", "))
            connection.execute(
                f"insert into memory.landing.{name}"
                f" select {names} from read_parquet({_text(str(registry))})"
            )


def _create_feed_view(
    connection: duckdb.DuckDBPyConnection, landing: Path, feed: FeedContract
) -> None:
    files = landing / feed.source / feed.table
    if not any(files.glob("*.parquet")):
        # The check of this feed then says that the relation does not exist.
        return
    connection.execute(
        f"create view {feed_relation(feed)} as"
        f" select landed.* from read_parquet({_text(str(files / '*.parquet'))})"
        " as landed where not exists (select 1 from memory.landing.retracted as gone"
        f" where gone.source = {_text(feed.source)}"
        f" and gone.table_name = {_text(feed.table)}"
        " and gone.batch_number = landed._batch_number"
        " and gone.row_number = landed._row_number)"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
