"""Reads the ports of a build as rows and sorts them into one history per lead.

The ports say what was recorded; what follows from it is worked out here again, in
Python. From the models come only who is who (identities) and when leads were acquired.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from book import read_book
from orchestration.resources import PROJECT
from tests.oracle.gaps import EXITS
from tests.oracle.knowledge import Delivered, Landscape
from tests.oracle.replay import LeadHistory, Observation, Recorded, Touch
from tests.stories.building import fetched

ATTRIBUTES = (
    "industry",
    "employees",
    "department",
    "job_function",
    "title",
    "job_level",
    "company_name",
)
# Columns of an SFA record that are fields although no change of them was delivered.
SHOWN_FIELDS = ("temperature", "lead_source")
# What a word for a deal's stage means: open, won or lost.
OUTCOMES = {
    (row.source, row.source_value.lower()): row.outcome
    for row in read_book(PROJECT / "seeds").rows.opportunity_stages
}


class Record(NamedTuple):
    """A record of a tool: object is `ma_lead` or `sfa_record`."""

    source: str
    object: str
    native_id: str


class Rows:
    """Whole tables of the intermediate layer as dictionaries."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def of(self, table: str) -> list[dict[str, Any]]:
        result = self._connection.execute(f"select * from intermediate.{table}")
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in fetched(result)]


def read_histories(database: Path) -> dict[str, LeadHistory]:
    """Read what was recorded of every lead of a build."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return _histories(Rows(connection))


def read_landscape(database: Path) -> Landscape:
    """Read what the tools of a build deliver, and whose people theirs are."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = Rows(connection)
        sides: dict[str, set[str]] = defaultdict(set)
        for side in ("leads", "records"):
            for row in rows.of(f"int_port_{side}"):
                sides[row["source"]].add(side)
        sources_of: dict[str, set[str]] = defaultdict(set)
        for row in rows.of("int_identities"):
            sources_of[row["lead_id"]].add(row["source"])
        delivered = tuple(
            Delivered(
                row["source"],
                row["signal"],
                row["signal_argument"],
                row["observed_from"],
            )
            for row in rows.of("int_port_capabilities")
        )
        return Landscape(
            delivered,
            {lead_id: frozenset(found) for lead_id, found in sources_of.items()},
            {source: frozenset(found) for source, found in sides.items()},
        )


def _histories(rows: Rows) -> dict[str, LeadHistory]:
    histories: dict[str, LeadHistory] = {}
    for row in rows.of("int_lead_gaps"):
        lead_id = row["lead_id"]
        histories[lead_id] = LeadHistory(lead_id, acquired_at=row["acquired_at"])
    leads = {
        Record(row["source"], row["object"], row["native_id"]): histories[
            row["lead_id"]
        ]
        for row in rows.of("int_identities")
        if row["lead_id"] in histories
    }
    _add_touches(rows, leads)
    _add_attributes(rows, leads)
    _add_fields(rows, leads)
    _add_activities(rows, leads)
    _add_deals(rows, leads)
    for table, changes, kind in (
        ("int_port_leads", "int_port_lead_changes", "ma_lead"),
        ("int_port_records", "int_port_record_changes", "sfa_record"),
    ):
        _add_sources(rows, leads, table, kind)
        _add_statuses(rows, leads, table, changes, kind)
    _add_merges(rows, leads)
    _add_deletions(rows, histories)
    _add_speakers(rows, histories.values())
    return histories


def _add_touches(rows: Rows, leads: dict[Record, LeadHistory]) -> None:
    for row in rows.of("int_counted_touches"):
        history = leads.get(_ma_record(row))
        if history is not None:
            at = _second(row["occurred_at"])
            history.touches.append(Touch(row["touch_type"], row["content_id"], at))


def _add_attributes(rows: Rows, leads: dict[Record, LeadHistory]) -> None:
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


def _add_sources(
    rows: Rows, leads: dict[Record, LeadHistory], table: str, kind: str
) -> None:
    """A record's creation says its source, an attribute like any other."""
    for row in rows.of(table):
        history = leads.get(Record(row["source"], kind, row["source_record_id"]))
        if history is not None and row["created_at"] is not None:
            history.sources.append((row["source"], _second(row["created_at"])))


def _add_fields(rows: Rows, leads: dict[Record, LeadHistory]) -> None:
    """What the fields of each SFA record showed when it was made, then every change."""
    changes = [
        row for row in rows.of("int_port_record_changes") if row["field"] != "stage"
    ]
    changes.sort(key=lambda row: (row["changed_at"], row["change_id"]))
    first_changes: dict[Record, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in changes:
        first_changes[_sfa_record(row)].setdefault(row["field"], row)

    found: list[tuple[tuple[Any, ...], Record, str, Any]] = []
    for row in rows.of("int_port_records"):
        record, created_at = _sfa_record(row), row["created_at"]
        if record in leads:
            _hear_of(leads[record], created_at)
        if created_at is None:
            continue
        first_values = {name: row[name] for name in SHOWN_FIELDS}
        for name, change in first_changes[record].items():
            # A change older than the record has already happened when it is made.
            first_values[name] = (
                change["old_value"] if change["changed_at"] >= created_at else None
            )
        for name, value in first_values.items():
            if value is not None:
                found.append(((created_at, 0, ""), record, name, value))
    for row in changes:
        order = (row["changed_at"], 1, row["change_id"])
        found.append((order, _sfa_record(row), row["field"], row["new_value"]))

    for order, record, name, value in sorted(found, key=lambda one: (one[0], one[1])):
        if record in leads:
            at, is_change = _second(order[0]), order[1] == 1
            leads[record].fields.append(
                Observation(name, value, at, is_change, record.source, order[2])
            )


def _hear_of(history: LeadHistory, created_at: datetime | None) -> None:
    """Sales know a lead from the first of its records; an undated one counts alone."""
    known_from = history.sales_knows_from
    if created_at is None:
        history.sales_knows_from = known_from or datetime.min
    elif known_from is None or known_from == datetime.min:
        history.sales_knows_from = _second(created_at)
    else:
        history.sales_knows_from = min(known_from, _second(created_at))


def _add_activities(rows: Rows, leads: dict[Record, LeadHistory]) -> None:
    """Calls and meetings of people; what a tool does by itself nobody recorded."""
    for row in rows.of("int_port_sales_activities"):
        history = leads.get(_sfa_record(row))
        is_by_hand = row["activity_type"] in ("call", "meeting") and (
            not row["is_automated"]
        )
        if history is not None and is_by_hand:
            signal, at = f"{row['activity_type']}_outcome", _second(row["occurred_at"])
            history.recorded.append(
                Recorded(
                    signal,
                    row["outcome"],
                    at,
                    source=row["source"],
                    event_id=row["activity_id"],
                )
            )


def _add_deals(rows: Rows, leads: dict[Record, LeadHistory]) -> None:
    """A deal was made, won, lost; one that was closed before it was made, at that."""
    changes: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.of("int_port_opportunity_changes"):
        if row["field"].lower() == "stage":
            changes[row["source"], row["opportunity_id"]].append(row)
    for row in rows.of("int_port_opportunities"):
        history = leads.get(_sfa_record(row))
        if history is None:
            continue
        deal_id, created_at = row["opportunity_id"], row["created_at"]
        closings = [
            Recorded(
                f"opportunity_{outcome}",
                None,
                at,
                deal_id,
                undone_at,
                source=row["source"],
                event_id=deal_id,
            )
            for outcome, at, undone_at in _closings(
                row, changes[row["source"], deal_id]
            )
        ]
        history.recorded.extend(closings)
        if created_at is not None:
            made_at = min([_second(created_at), *(closing.at for closing in closings)])
            made = Recorded(
                "opportunity_created",
                None,
                made_at,
                deal_id,
                source=row["source"],
                event_id=deal_id,
            )
            history.recorded.append(made)
            history.deals[deal_id] = _second(created_at)


def _closings(
    deal: dict[str, Any], changes: list[dict[str, Any]]
) -> Iterator[tuple[str, datetime, datetime | None]]:
    """When a deal was won or lost, and when its stage became another."""
    told: list[tuple[str, datetime]] = []
    for change in sorted(
        changes, key=lambda row: (row["changed_at"], row["change_id"])
    ):
        word = change["new_value"].lower()
        is_shown = word == deal["stage"].lower()
        unsaid = deal["outcome"] if is_shown else "open"
        outcome = OUTCOMES.get((deal["source"], word), unsaid)
        if not told or told[-1][0] != outcome:
            told.append((outcome, change["changed_at"]))
    closed_at = deal["won_at"] or deal["lost_at"]
    for (outcome, at), (_, next_at) in pairwise(told):
        if outcome != "open":
            yield outcome, _second(at), _second(next_at)
    if told and told[-1][0] not in ("open", deal["outcome"]):
        outcome, at = told[-1]
        # The deal shows another outcome than its history, later than that if it is so.
        shown_at = closed_at or deal["updated_at"]
        if shown_at is not None and shown_at > at:
            yield outcome, _second(at), _second(shown_at)
    if deal["outcome"] != "open":
        yield deal["outcome"], _second(closed_at), None


def _add_statuses(
    rows: Rows, leads: dict[Record, LeadHistory], table: str, changes: str, kind: str
) -> None:
    """Status events: each change, the first status, and one that no change explains."""
    signal = {"ma_lead": "ma_status", "sfa_record": "sfa_status"}[kind]
    by_record: dict[Record, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.of(changes):
        if row["field"] == "stage":
            by_record[Record(row["source"], kind, row["source_record_id"])].append(row)
    for events in by_record.values():
        events.sort(key=lambda event: (event["changed_at"], event["change_id"]))
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
        events = by_record.get(record, [])
        if record in leads:
            beginning = beginnings.get((row["source"], row.get("record_type")))
            said = [(one["new_value"], one["changed_at"]) for one in events]
            changes_told = [one["change_id"] for one in events]
            unsaid = list(_unsaid_statuses(row, events, beginning))
            # The first status comes before the change that left it.
            start = [one for one in unsaid if not said or one[1] <= said[0][1]]
            last = [one for one in unsaid if one not in start]
            statuses = [*start, *said, *last]
            shown = record.native_id
            told_by = [*(shown for _ in start), *changes_told, *(shown for _ in last)]
            for number, (stage, at) in enumerate(statuses):
                if stage is not None:
                    undone_at = _undone(statuses, number)
                    recorded = Recorded(
                        signal,
                        stage,
                        _second(at),
                        None,
                        undone_at,
                        source=row["source"],
                        event_id=told_by[number],
                        is_stamp=not len(start) <= number < len(start) + len(said),
                    )
                    leads[record].recorded.append(recorded)


def _undone(told: list[tuple[str | None, datetime]], number: int) -> datetime | None:
    """When an exit gave way to the status that the record had before it.

    Other exits may lie between; a record without a status is a lead.
    """
    if told[number][0] not in EXITS:
        return None
    before = [stage for stage, _ in told[:number] if stage not in EXITS]
    after = [(stage, at) for stage, at in told[number:] if stage not in EXITS]
    had = (before[-1] if before else None) or "lead"
    if after and (after[0][0] or "lead") == had:
        return _second(after[0][1])
    return None


def _unsaid_statuses(
    row: dict[str, Any], events: list[dict[str, Any]], kept_since: datetime | None
) -> Iterator[tuple[str | None, datetime]]:
    """The statuses of a record that no change says: its first one, or its last.

    ``kept_since`` is when the tool told of the first change of any record of this kind.
    """
    created_at, updated_at = row["created_at"], row["updated_at"]
    if not events:
        if created_at is not None:
            # Nothing was changed from then on; what an older record was written with
            # before, its last writing says. Without a history only that speaks.
            written_at = updated_at or created_at
            if kept_since is not None and written_at > kept_since:
                written_at = kept_since
            yield row["stage"], max(created_at, written_at)
        return
    first, last = events[0], events[-1]
    if created_at is not None:
        yield first["old_value"], min(created_at, first["changed_at"])
    is_explained = row["stage"] is None or row["stage"] == last["new_value"]
    if not is_explained and updated_at and updated_at > last["changed_at"]:
        yield row["stage"], updated_at


def _add_merges(rows: Rows, leads: dict[Record, LeadHistory]) -> None:
    for row in rows.of("int_port_merges"):
        history = leads.get(Record(row["source"], row["object"], row["loser_id"]))
        if history is not None:
            system = "ma" if row["object"] == "ma_lead" else "sfa"
            before = history.merged.get(system, row["merged_at"])
            history.merged[system] = max(before, row["merged_at"])


def _add_deletions(rows: Rows, histories: dict[str, LeadHistory]) -> None:
    """Of a side all records are deleted, those aside that were merged away for that."""
    merged_away = {
        (row["source"], row["object"], row["loser_id"])
        for row in rows.of("int_port_merges")
    }
    living: set[tuple[str, str]] = set()
    deleted: set[tuple[str, str]] = set()
    for row in rows.of("int_identities"):
        record = row["source"], row["object"], row["native_id"]
        if not row["is_delivered"] or record in merged_away:
            continue
        found = living if row["deleted_at"] is None else deleted
        found.add((row["lead_id"], row["object"]))
    for lead_id, object_name in deleted - living:
        if lead_id in histories:
            system = "ma" if object_name == "ma_lead" else "sfa"
            histories[lead_id].deleted.add(system)


def _add_speakers(rows: Rows, histories: Iterable[LeadHistory]) -> None:
    """Who keeps a status says every stage, or those it is known to; deals say theirs.

    A side of which no stage is said at all says nothing.
    """
    speaks: dict[str, set[str]] = {"ma": set(), "sfa": set()}
    stages = {row["stage"] for row in rows.of("int_stages")}
    for row in rows.of("int_port_capabilities"):
        signal, stage = row["signal"], row["signal_argument"]
        if signal in ("ma_status", "sfa_status"):
            speaks[signal.split("_")[0]] |= {stage} if stage else stages
        elif signal in ("opportunity_won", "opportunity_lost"):
            speaks["sfa"].add(signal.removeprefix("opportunity_"))
        elif signal == "opportunity_created":
            speaks["sfa"].add("opportunity")
    for history in histories:
        history.speaks = speaks


def _ma_record(row: dict[str, Any]) -> Record:
    return Record(row["source"], "ma_lead", row["source_record_id"])


def _sfa_record(row: dict[str, Any]) -> Record:
    return Record(row["source"], "sfa_record", row["source_record_id"])


def _second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
