"""Where landing keeps its state under the home, and the schema of every file there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from landing.contract import TableContract

ARROW_TYPES = {
    "string": pa.string(),
    "timestamp": pa.timestamp("us"),
    "date": pa.date32(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "money": pa.decimal128(18, 4),
    "boolean": pa.bool_(),
}

_COUNTS = [
    (name, pa.int64())
    for name in (
        "physical_records",
        "counted_records",
        "landed",
        "quarantined",
        "exact_duplicates",
    )
]

BATCHES = pa.schema(
    [
        ("batch_number", pa.int64()),
        ("delivery_number", pa.int64()),
        ("source", pa.string()),
        ("table_name", pa.string()),
        ("file_name", pa.string()),
        ("file_hash", pa.string()),
        ("landed_at", pa.timestamp("us")),
        *_COUNTS,
        ("coerced_values", pa.int64()),
    ]
)
FEEDS = pa.schema(
    [
        ("source", pa.string()),
        ("table_name", pa.string()),
        ("is_connected", pa.bool_()),
        ("has_landed", pa.bool_()),
        ("has_rows", pa.bool_()),
        ("batches", pa.int64()),
        *_COUNTS,
        ("retracted", pa.int64()),
    ]
)
RETRACTED = pa.schema(
    [
        ("source", pa.string()),
        ("table_name", pa.string()),
        ("batch_number", pa.int64()),
        ("row_number", pa.int64()),
        ("reason_code", pa.string()),
    ]
)
# Contract columns whose heading a file had, whether any of its cells was filled or not.
DELIVERED_COLUMNS = pa.schema(
    [
        ("batch_number", pa.int64()),
        ("source", pa.string()),
        ("table_name", pa.string()),
        ("column_name", pa.string()),
    ]
)
# identity_hash stands only on rows in CONFLICT: it is how a later delivery of the same
# identity is known to be in conflict although none of its rows is live.
QUARANTINE = pa.schema(
    [
        ("source", pa.string()),
        ("table_name", pa.string()),
        ("file_name", pa.string()),
        ("batch_number", pa.int64()),
        ("row_number", pa.int64()),
        ("reason_code", pa.string()),
        ("column_name", pa.string()),
        ("record", pa.string()),
        ("quarantined_at", pa.timestamp("us")),
        ("identity_hash", pa.uint64()),
    ]
)
KEYS = pa.schema(
    [
        ("source", pa.string()),
        ("object", pa.string()),
        ("native_id", pa.string()),
        ("record_key", pa.string()),
    ]
)


def landed_schema(table: TableContract) -> pa.Schema:
    """Schema of every batch file of a table, the empty one included."""
    return pa.schema(
        [
            *((column.name, ARROW_TYPES[column.kind]) for column in table.columns),
            ("_batch_number", pa.int64()),
            ("_delivery_number", pa.int64()),
            ("_row_number", pa.int64()),
            ("_landed_at", pa.timestamp("us")),
            ("_identity_hash", pa.uint64()),
            ("_row_hash", pa.uint64()),
            ("_raw", pa.string()),
        ]
    )


@dataclass(frozen=True)
class Layout:
    """Paths under one home."""

    home: Path

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def incoming(self) -> Path:
        """Files of the run under way; nothing outside landing reads it."""
        return self.landing / "_incoming"

    @property
    def batches(self) -> Path:
        return self.landing / "_batches.parquet"

    @property
    def feeds(self) -> Path:
        return self.landing / "_feeds.parquet"

    @property
    def identities(self) -> Path:
        """The index of identities; nothing outside landing reads it."""
        return self.landing / "_identities"

    @property
    def retracted(self) -> Path:
        return self.landing / "_retracted.parquet"

    @property
    def delivered_columns(self) -> Path:
        return self.landing / "_delivered_columns.parquet"

    def table_folder(self, source: str, table: str) -> Path:
        return self.landing / source / table

    def batch(self, source: str, table: str, number: int) -> Path:
        return self.table_folder(source, table) / f"{number:08d}.parquet"

    @property
    def all_quarantined(self) -> Path:
        return self.home / "quarantine"

    @property
    def all_keys(self) -> Path:
        return self.home / "keys"

    def quarantine(self, number: int) -> Path:
        return self.all_quarantined / f"{number:08d}.parquet"

    def keys(self, source: str, object_name: str) -> Path:
        return self.all_keys / source / f"{object_name}.parquet"
