"""Dagster's event log of a home, on connections that stay open for a night.

Dagster's own opens and closes a connection several times an event, and asks the
database every time which tables and columns it has. The files are the same, so the UI
reads them with Dagster's own.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import (
    DagsterSqliteStorage,
    _event_logs_directory,
)
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine


class NightlyEventLog(SqliteEventLogStorage):
    """Keeps one connection a file: the index of all runs, and the run at work."""

    def __init__(self, base_dir: str) -> None:
        self._engines: dict[str, Engine] = {}
        self._known_tables: dict[str, bool] = {}
        self._known_columns: dict[str, bool] = {}
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                engine = create_engine(
                    self.conn_string_for_shard(shard),
                    connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS},
                )
                self._initdb(engine)
                self._engines[shard] = engine
            with self._engines[shard].begin() as connection:
                yield connection

    def has_table(self, table_name: str) -> bool:
        """Whether the index has this table; a night changes no schema."""
        if table_name not in self._known_tables:
            self._known_tables[table_name] = super().has_table(table_name)
        return self._known_tables[table_name]

    def _has_asset_key_col_on_connection(
        self, conn: Connection, column_name: str
    ) -> bool:
        if column_name not in self._known_columns:
            has_it = super()._has_asset_key_col_on_connection(conn, column_name)
            self._known_columns[column_name] = has_it
        return self._known_columns[column_name]

    def dispose(self) -> None:
        """Close every connection."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


class NightlyStorage(DagsterSqliteStorage):
    """Dagster's own storage but for the event log."""

    def __init__(
        self, base_dir: str, inst_data: ConfigurableClassData | None = None
    ) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = NightlyEventLog(_event_logs_directory(base_dir))

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]
    ) -> "NightlyStorage":
        """Return the storage that Dagster's configuration names."""
        return cls(config_value["base_dir"], inst_data)
