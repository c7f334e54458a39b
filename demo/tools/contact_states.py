"""Salesforce's contacts in history mode: one row a state, from when to when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from demo.tools.marketo_records import contact_ids
from demo.tools.salesforce_records import status_words
from demo.tools.vendor_tables import (
    Files,
    Tables,
    at_export,
    column,
    ends_at,
    exports_of,
    in_words,
    rows_of,
    utc,
)
from demo.tools.words import SFA_STATUSES

_SECOND: Final = timedelta(seconds=1)
_STATE_GAP: Final = timedelta(milliseconds=1)
_OPEN_END: Final = datetime(9999, 12, 31, 23, 59, 59)
_INSTANT: Final = pa.timestamp("us")


@dataclass(frozen=True)
class _State:
    """How a contact stood from one instant (company's clock) to the next, if any."""

    contact: str
    start: datetime
    status: str | None
    owner_id: str | None
    changed_by: str | None
    following: datetime | None = None


def contact_history(tables: Tables) -> Files:
    """`contact_history`: at each export the states that are new or have ended since."""
    states = list(_states(tables))
    files: Files = {}
    before = datetime.min
    for month in exports_of(tables, "sfa_records"):
        now = ends_at(month)
        told = [
            one
            for one in states
            if before <= one.start < now or _ended(one, before, now)
        ]
        columns = _columns(told, now)
        files |= at_export("salesforce/contact_history", columns, month)
        before = now
    return files


def _ended(state: _State, before: datetime, now: datetime) -> bool:
    return state.following is not None and before <= state.following < now


def _columns(states: list[_State], now: datetime) -> dict[str, pa.Array]:
    is_active = [one.following is None or one.following >= now for one in states]
    ends = [
        None if active or one.following is None else one.following - _STATE_GAP
        for one, active in zip(states, is_active, strict=True)
    ]
    start = utc(pa.array([one.start for one in states], _INSTANT))
    end = utc(pa.array(ends, _INSTANT))
    return {
        "id": _texts([one.contact for one in states]),
        "_fivetran_start": start,
        "_fivetran_end": pc.coalesce(end, pa.scalar(_OPEN_END, _INSTANT)),
        "_fivetran_active": pa.array(is_active, pa.bool_()),
        "contact_status_c": _texts([one.status for one in states]),
        "owner_id": _texts([one.owner_id for one in states]),
        "last_modified_by_id": _texts([one.changed_by for one in states]),
        "last_modified_date": start,
    }


def _states(tables: Tables) -> Iterator[_State]:
    """The states of each contact, in order of time.

    Contacts are few: one is followed after the other, not in whole columns.
    """
    changes = _changes(tables)
    for contact, made in _contacts(tables).items():
        states = [_first_state(contact, made, changes.get(contact, []))]
        for change in changes.get(contact, []):
            last = states[-1]
            after = _State(
                contact,
                change["changed_at"],
                change["new"] if change["field"] == "status" else last.status,
                change["new"] if change["field"] == "owner_id" else last.owner_id,
                change["changed_by"],
            )
            if after.start == last.start:
                # One state an instant; who set the status signs.
                signed = last.changed_by if change["field"] != "status" else None
                states[-1] = replace(after, changed_by=signed or after.changed_by)
            else:
                states[-1] = replace(last, following=after.start)
                states.append(after)
        yield from states


def _first_state(
    contact: str, made: dict[str, Any], changes: list[dict[str, Any]]
) -> _State:
    """As the contact was made: with the values that its first changes replaced."""
    was = {
        change["field"]: change["old"]
        for change in sorted(changes, key=lambda one: one["changed_at"], reverse=True)
    }
    start = min([made["at"], *(one["changed_at"] - _SECOND for one in changes)])
    return _State(
        contact,
        start,
        was.get("status", made["status"]),
        was.get("owner_id", made["owner_id"]),
        made["owner_id"],
    )


def _contacts(tables: Tables) -> dict[str, dict[str, Any]]:
    """Each contact as its newest export shows it, in order of first export."""
    found: dict[str, dict[str, Any]] = {}
    for rows in exports_of(tables, "sfa_records").values():
        contacts = rows.filter(pc.equal(rows["record_type"], "contact"))
        table = pa.table(
            {
                "contact": contacts["sfa_record_id"],
                "at": contacts["created_at"],
                "status": in_words(column(contacts, "status"), SFA_STATUSES),
                "owner_id": contacts["owner_id"],
            }
        )
        found |= {row["contact"]: row for row in table.to_pylist()}
    return found


def _changes(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """The changes of status and owner of each contact, in order of time."""
    rows = rows_of(tables, "sfa_record_changes")
    rows = rows.filter(pc.is_in(rows["sfa_record_id"], value_set=contact_ids(tables)))
    rows = rows.filter(
        pc.is_in(rows["field"], value_set=pa.array(["status", "owner_id"]))
    )
    old, new = status_words(rows)
    table = rows.append_column("old", old).append_column("new", new)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in table.sort_by("changed_at").to_pylist():
        found.setdefault(row["sfa_record_id"], []).append(row)
    return found


def _texts(values: list[str | None] | list[str]) -> pa.Array:
    return pa.array(values, pa.string())
