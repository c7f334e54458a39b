"""Salesforce's work: tasks and events, hand-overs as tasks, feedback on leads."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.draws import Ints
from demo.tools.salesforce_records import INTEGRATION_USER
from demo.tools.vendor_tables import (
    Files,
    Tables,
    by_month,
    column,
    in_words,
    one_in,
    rows_of,
    same,
    short_form,
    utc,
)
from demo.tools.words import ACTIVITY_OUTCOMES, ACTIVITY_TYPES

_MEETING: Final = "meeting"
_HAND_OVER: Final = "引き渡し"
# One task in so many names its lead without the last three characters of the id.
_SHORT_IDS: Final = 5


def tasks(tables: Tables, users: pa.Table) -> Files:
    """`task`: calls, mails and other tasks done, and hand-overs written down.

    `users` are all users with their teams: a hand-over is signed by one of its team.
    """
    done, done_at = _done(tables)
    given, given_at = _hand_overs(tables, users)
    columns = {name: pa.concat_arrays([done[name], given[name]]) for name in done}
    size = len(columns["id"])
    columns["who_id"] = short_form(columns["who_id"], one_in(_SHORT_IDS, size))
    columns |= {
        "system_modstamp": columns["created_date"],
        "status": same("Completed", size),
        "is_closed": same(True, size),
        "is_deleted": same(False, size),
    }
    return by_month("salesforce/task", columns, pa.concat_arrays([done_at, given_at]))


def _done(tables: Tables) -> tuple[dict[str, pa.Array], pa.Array]:
    rows = rows_of(tables, "sfa_activities")
    rows = rows.filter(pc.not_equal(rows["activity_type"], _MEETING))
    kind = in_words(column(rows, "activity_type"), ACTIVITY_TYPES)
    recorded = _recorded(rows)
    columns = _about(rows) | {
        "subject": kind,
        "type": kind,
        "task_subtype": kind,
        "call_disposition": in_words(column(rows, "outcome"), ACTIVITY_OUTCOMES),
        "activity_date": _day(column(rows, "occurred_at")),
        "created_date": utc(recorded),
        "completed_date_time": utc(rows["occurred_at"]),
    }
    return columns, recorded


def _hand_overs(
    tables: Tables, users: pa.Table
) -> tuple[dict[str, pa.Array], pa.Array]:
    rows = rows_of(tables, "handovers")
    size = rows.num_rows
    given_at = column(rows, "handed_over_at")
    nothing = pa.nulls(size, pa.string())
    columns = {
        "id": column(rows, "handover_id"),
        "who_id": column(rows, "sfa_record_id"),
        "what_id": nothing,
        "owner_id": column(rows, "to_user_id"),
        "created_by_id": _members(column(rows, "from_team"), users),
        "description": column(rows, "comment"),
        "subject": same(_HAND_OVER, size),
        "type": same(_HAND_OVER, size),
        "task_subtype": same("Task", size),
        "call_disposition": nothing,
        "activity_date": _day(given_at),
        "created_date": utc(given_at),
        "completed_date_time": utc(given_at),
    }
    return columns, given_at


def events(tables: Tables) -> Files:
    """`event`: meetings held, and those that nobody came to."""
    rows = rows_of(tables, "sfa_activities")
    rows = rows.filter(pc.equal(rows["activity_type"], _MEETING))
    size = rows.num_rows
    missed = pc.fill_null(pc.equal(column(rows, "outcome"), "no_show"), False)
    recorded = _recorded(rows)
    columns = _about(rows) | {
        "subject": same("商談", size),
        "type": same("Meeting", size),
        "event_subtype": same("Event", size),
        "activity_date_time": utc(rows["occurred_at"]),
        "start_date_time": utc(rows["occurred_at"]),
        "created_date": utc(recorded),
        "no_show_c": missed,
        "system_modstamp": utc(recorded),
        "is_deleted": same(False, size),
    }
    return by_month("salesforce/event", columns, recorded)


def feedback(tables: Tables) -> Files:
    """`lead_feedback_c`: marks that sales gave leads, in an object made for them."""
    rows = rows_of(tables, "lead_feedback")
    columns = {
        "id": column(rows, "feedback_id"),
        "lead_c": column(rows, "sfa_record_id"),
        "rating_c": column(rows, "rating").cast(pa.string()),
        "reason_c": column(rows, "reason"),
        "created_by_id": column(rows, "given_by"),
        "created_date": utc(rows["given_at"]),
        "is_deleted": same(False, rows.num_rows),
    }
    return by_month("salesforce/lead_feedback_c", columns, rows["given_at"])


def _about(rows: pa.Table) -> dict[str, pa.Array]:
    """Who is concerned; what a program did is signed by the user of programs."""
    owner = column(rows, "owner_id")
    automated = pc.fill_null(column(rows, "is_automated"), False)
    return {
        "id": column(rows, "activity_id"),
        "who_id": column(rows, "sfa_record_id"),
        "what_id": column(rows, "opportunity_id"),
        "owner_id": owner,
        "created_by_id": pc.if_else(automated, INTEGRATION_USER, owner),
        "description": column(rows, "comment"),
    }


def _members(teams: pa.Array, users: pa.Table) -> pa.Array:
    """A user of each team, its members in turn; NULL for a team that has none."""
    team, user = column(users, "team"), column(users, "user_id")
    found = pa.nulls(len(teams), pa.string())
    for name in pc.unique(teams.drop_null()).to_pylist():
        members = user.filter(pc.equal(team, name))
        if len(members):
            turn: Ints = np.arange(len(teams)) % len(members)
            found = pc.if_else(
                pc.fill_null(pc.equal(teams, name), False),
                members.take(pa.array(turn)),
                found,
            )
    return found


def _recorded(rows: pa.Table) -> pa.Array:
    return pc.coalesce(column(rows, "recorded_at"), column(rows, "occurred_at"))


def _day(instants: pa.Array) -> pa.Array:
    """The company's day of each instant, written as a midnight."""
    return pc.floor_temporal(instants.cast(pa.timestamp("us")), unit="day")
