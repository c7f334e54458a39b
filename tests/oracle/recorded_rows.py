"""Reads the ports of a build as rows and sorts them into one history per lead.

The ports say what was recorded; what follows from it is worked out here again, in
Python. From the models come only who is who (identities) and when leads were acquired
and left (gaps).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tests.oracle.replay import Entry, Gap, LeadHistory, Observation, Touch

ATTRIBUTES = (
    "industry",
    "employees",
    "department",
    "job_function",
    "title",
    "job_level",
    "company_name",
)


class Record(NamedTuple):
    """A record of a tool: object is `ma_lead` or `sfa_record`."""

    source: str
    object: str
    native_id: str


@dataclass(frozen=True)
class Build:
    """What a build says: the replay's inputs and the models' answer."""

    as_of: datetime
    histories: dict[str, LeadHistory]
    entries: set[Entry]


def read_build(database: Path, computed_definitions: set[str]) -> Build:
    """Read the histories and the models' entries of the computed definitions."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = _Rows(connection)
        (run,) = rows.of("int_run")
        histories = _histories(rows)
        entries = {
            Entry(
                row["definition_basis"],
                row["lead_id"],
                row["gap_number"],
                row["occurred_at"],
                row["definition_id"],
            )
            for row in rows.of("int_mql_entries")
            if row["definition_id"] in computed_definitions
        }
    return Build(run["as_of"], histories, entries)


class _Rows:
    """Whole tables of the intermediate layer as dictionaries."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def of(self, table: str) -> list[dict[str, Any]]:
        result = self._connection.execute(f"select * from intermediate.{table}")
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _histories(rows: _Rows) -> dict[str, LeadHistory]:
    histories: dict[str, LeadHistory] = {}
    sharers = defaultdict(list)
    for row in rows.of("int_definition_bases"):
        sharers[row["gap_basis"]].append(row["definition_basis"])
    gaps = sorted(rows.of("int_lead_gaps"), key=lambda row: int(row["gap_number"]))
    for row in gaps:
        lead_id = row["lead_id"]
        history = histories.setdefault(
            lead_id, LeadHistory(lead_id, acquired_at=row["acquired_at"])
        )
        gap = Gap(row["gap_number"], row["cooled_after_at"], row["exit_at"])
        for basis in sharers[row["gap_basis"]]:
            history.gaps.setdefault(basis, []).append(gap)
    leads = {
        Record(row["source"], row["object"], row["native_id"]): histories[
            row["lead_id"]
        ]
        for row in rows.of("int_identities")
        if row["lead_id"] in histories
    }
    _add_touches(rows, leads)
    _add_attributes(rows, leads)
    for table, changes, kind in (
        ("int_port_leads", "int_port_lead_changes", "ma_lead"),
        ("int_port_records", "int_port_record_changes", "sfa_record"),
    ):
        _add_records(rows, leads, table, kind)
        _add_statuses(rows, leads, table, changes, kind)
    return histories


def _add_touches(rows: _Rows, leads: dict[Record, LeadHistory]) -> None:
    for row in rows.of("int_counted_touches"):
        history = leads.get(_ma_record(row))
        if history is not None:
            at = _second(row["occurred_at"])
            history.touches.append(Touch(row["touch_type"], row["content_id"], at))


def _add_attributes(rows: _Rows, leads: dict[Record, LeadHistory]) -> None:
    """What each record showed when it was made, then every change and observation."""
    changes = [
        row for row in rows.of("int_port_lead_changes") if row["field"] != "stage"
    ]
    changes.sort(key=lambda row: (row["changed_at"], row["change_id"]))
    first_changes: dict[Record, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in changes:
        first_changes[_ma_record(row)].setdefault(row["field"], row)

    found: list[tuple[tuple[Any, ...], Record, str, Any]] = []
    for row in rows.of("int_port_leads"):
        record = _ma_record(row)
        first_values = {name: row[name] for name in ATTRIBUTES}
        for name, change in first_changes[record].items():
            first_values[name] = (
                change["old_value"]
                if change["changed_at"] >= row["created_at"]
                else None
            )
        for name, value in first_values.items():
            # An empty cell of a new record observes nothing.
            if value is not None:
                found.append(((row["created_at"], 0, ""), record, name, value))
    for row in changes:
        order = (row["changed_at"], 1, row["change_id"])
        found.append((order, _ma_record(row), row["field"], row["new_value"]))
    for row in rows.of("int_port_lead_attributes"):
        order = (row["observed_at"], 2, "")
        found.append((order, _ma_record(row), row["attribute"], row["value"]))

    for order, record, name, value in sorted(found, key=lambda one: (one[0], one[1])):
        history = leads.get(record)
        if history is not None:
            text = None if value is None else str(value)
            history.observations.append(Observation(name, text, _second(order[0])))


def _add_records(
    rows: _Rows, leads: dict[Record, LeadHistory], table: str, kind: str
) -> None:
    """A record's creation says its source, and is a signal whatever it says else."""
    for row in rows.of(table):
        history = leads.get(Record(row["source"], kind, row["source_record_id"]))
        if history is not None and row["created_at"] is not None:
            at = _second(row["created_at"])
            history.sources.append((row["source"], at))
            history.signals.append(at)


def _add_statuses(
    rows: _Rows, leads: dict[Record, LeadHistory], table: str, changes: str, kind: str
) -> None:
    """Status events: each change, the first status, and one that no change explains."""
    by_record: dict[Record, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.of(changes):
        if row["field"] == "stage":
            by_record[Record(row["source"], kind, row["source_record_id"])].append(row)
    for record, events in by_record.items():
        events.sort(key=lambda event: (event["changed_at"], event["change_id"]))
        if record in leads:
            leads[record].signals.extend(
                _second(event["changed_at"]) for event in events if event["new_value"]
            )
    snapshots = rows.of(table)
    beginnings: dict[tuple[str, str | None], datetime] = {}
    for row in snapshots:
        told = by_record.get(Record(row["source"], kind, row["source_record_id"]))
        if told:
            kept = (row["source"], row.get("record_type"))
            first = told[0]["changed_at"]
            beginnings[kept] = min(first, beginnings.get(kept, first))
    for row in snapshots:
        record = Record(row["source"], kind, row["source_record_id"])
        if record in leads:
            beginning = beginnings.get((row["source"], row.get("record_type")))
            unsaid = _unsaid_statuses(row, by_record.get(record, []), beginning)
            leads[record].signals.extend(map(_second, unsaid))


def _unsaid_statuses(
    row: dict[str, Any], events: list[dict[str, Any]], kept_since: datetime | None
) -> Iterator[datetime]:
    """When a record took a status that no change says: its first one, or its last.

    ``kept_since`` is when the tool told of the first change of any record of this kind.
    """
    created_at, updated_at = row["created_at"], row["updated_at"]
    if not events:
        if row["stage"] and created_at is not None:
            # Nothing was changed from then on; what an older record was written with
            # before, its last writing says. Without a history only that speaks.
            written_at = updated_at or created_at
            if kept_since is not None and written_at > kept_since:
                written_at = kept_since
            yield max(created_at, written_at)
        return
    first, last = events[0], events[-1]
    if first["old_value"] and created_at is not None:
        yield min(created_at, first["changed_at"])
    is_explained = row["stage"] is None or row["stage"] == last["new_value"]
    if not is_explained and updated_at and updated_at > last["changed_at"]:
        yield updated_at


def _ma_record(row: dict[str, Any]) -> Record:
    return Record(row["source"], "ma_lead", row["source_record_id"])


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
