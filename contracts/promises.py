"""What a contract promises, as plain data: no database, no library.

A `Promise` carries its own query for the breaking keys, so that what is reported
never passes through a validation library and never contains a cell's value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["held", "failed", "error"]

BATCH = "{batch}"


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    `null_means` says what an empty cell stands for; a column that is neither
    required nor explained may be empty, but carries no accepted values.
    """

    name: str
    logical_type: str
    physical_type: str
    classification: str
    is_required: bool = False
    accepted_values: tuple[str, ...] = ()
    null_means: str | None = None
    description: str = ""

    @property
    def is_text(self) -> bool:
        """Whether free text could stand in it (lists of text too)."""
        return self.physical_type.upper().startswith("VARCHAR")


@dataclass(frozen=True)
class TableContract:
    """What is promised of one published table. `key` columns identify its rows."""

    schema: str
    table: str
    name: str
    version: str
    purpose: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    row_floor: int
    empty_reason: str | None = None
    cites: tuple[str, ...] = ()

    @property
    def relation(self) -> str:
        """Name of the table in the build database."""
        return f"{self.schema}.{self.table}"

    @property
    def check_id(self) -> str:
        """Id of the check that enforces the whole contract."""
        return f"{self.table}_contract"

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]


@dataclass(frozen=True)
class FeedContract:
    """What is promised of one landed table of one source.

    `version` is `none`, `delivery` or the column that orders versions of a key;
    `told_beside` are columns in which two rows of one version may differ and both hold.
    """

    source: str
    table: str
    purpose: str
    key: tuple[str, ...]
    version: str
    columns: tuple[Column, ...]
    row_floor: int = 0
    told_beside: tuple[str, ...] = ()

    @property
    def check_id(self) -> str:
        """Id of the check that enforces the feed's contract."""
        return f"{self.source}_{self.table}_feed"

    @property
    def identity(self) -> tuple[str, ...]:
        """Columns that no two live landed rows share."""
        if self.version == "none":
            return (*self.key, *self.told_beside)
        if self.version == "delivery":
            return (*self.key, "_delivery_number")
        return (*self.key, self.version, *self.told_beside)


@dataclass(frozen=True)
class ConsistencyRule:
    """One rule over several rows or tables; `sql` returns the breaking keys."""

    id: str
    schema: str
    table: str
    kind: str
    sentence: str
    sql: str

    @property
    def relation(self) -> str:
        """Name of the table that `{batch}` stands for."""
        return f"{self.schema}.{self.table}"


@dataclass(frozen=True)
class CheckSpec:
    """A check as a scheduler declares it, before anything has run."""

    id: str
    schema: str
    table: str
    sentence: str


@dataclass(frozen=True)
class CheckResult:
    """What became of one check.

    `breaking_keys` holds the first 100 of the `breaking_count` keys; `reason`
    says why a check with status `error` could not be evaluated.
    """

    id: str
    schema: str
    table: str
    sentence: str
    status: Status
    rows_checked: int
    breaking_keys: list[str] = field(default_factory=list)
    breaking_count: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Promise:
    """One sentence of a check, with the query that returns what breaks it."""

    check_id: str
    kind: str
    sentence: str
    breaking_sql: str
    column: str = ""
    values: tuple[str, ...] = ()
    floor: int = 0


@dataclass(frozen=True)
class TableSuite:
    """All promises over one relation; they share its scans."""

    schema: str
    table: str
    relation: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    empty_reason: str | None
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Contracts:
    """All contracts of a folder."""

    tables: tuple[TableContract, ...]
    feeds: tuple[FeedContract, ...]
    rules: tuple[ConsistencyRule, ...]

    @property
    def checks(self) -> tuple[CheckSpec, ...]:
        """Every check, ordered by schema, table and id."""
        specs = [
            CheckSpec(c.check_id, c.schema, c.table, _table_sentence(c))
            for c in self.tables
        ]
        specs += [
            CheckSpec(f.check_id, "landing", f"{f.source}/{f.table}", _feed_sentence(f))
            for f in self.feeds
        ]
        specs += [CheckSpec(r.id, r.schema, r.table, r.sentence) for r in self.rules]
        return tuple(sorted(specs, key=lambda s: (s.schema, s.table, s.id)))


def _table_sentence(contract: TableContract) -> str:
    key = ", ".join(contract.key)
    return (
        f"{contract.relation} has the columns and types of its contract (version"
        f" {contract.version}) and no others, its least number of rows"
        f" ({contract.row_floor:,}), one row per {key}, no missing or unlisted value"
        " and no personal data."
    )


def _feed_sentence(feed: FeedContract) -> str:
    return (
        f"Landed rows of {feed.source}/{feed.table} have a key, one row per"
        f" {', '.join(feed.identity)}, only values that their contract lists, and are"
        " as many as their registry says."
    )
