"""The company's last day apart: what its tools had said before, and what it adds.

That is how a nightly export delivers: of what happens, the rows written down that day,
some of which happened days ago; of records, those made or changed that day as they
then stand. A row is before the night or in it by when it was written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.deals import first_stage
from demo.wall_clock import AS_OF

NIGHT: Final = "2026-09-30"
# The exports of records: the last holds what changed that day.
NIGHTLY_EXPORTS: Final = (
    ("2025-09", date(2025, 10, 1)),
    ("2026-03", date(2026, 4, 1)),
    ("2026-09", date(2026, 9, 30)),
    (NIGHT, date(2026, 10, 1)),
)
AS_OF_BEFORE: Final = AS_OF - timedelta(days=1)
_BEGINS: Final = datetime(2026, 9, 30)
# When a row was written down: the first of these columns that says it.
_WRITTEN: Final = {
    "ma_touches": ("recorded_at", "occurred_at"),
    "pageviews": ("occurred_at",),
    "ma_lead_changes": ("recorded_at", "changed_at"),
    "ma_merges": ("merged_at",),
    "lead_attributes": ("observed_at",),
    "campaign_members": ("occurred_at",),
    "sfa_record_changes": ("recorded_at", "changed_at"),
    "sfa_merges": ("merged_at",),
    "sfa_activities": ("recorded_at", "occurred_at"),
    "handovers": ("handed_over_at",),
    "lead_feedback": ("given_at",),
    "opportunity_changes": ("recorded_at", "changed_at"),
    "bookings": ("booked_on",),
}
# What a deal says of its end only.
_OF_THE_END: Final = ("closed_at", "lost_reason", "won_reason")


def split_night(
    tables: Mapping[str, pa.Table],
) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """The tables of a block before the night, and the rows that the night adds.

    `tables` are those of `demo.world.draw_block` with `NIGHTLY_EXPORTS`. Those of the
    night have the names of their tables; one to which it adds nothing is left out. A
    table that does not say when its rows were written down (accounts) is all before.
    """
    before, added = {}, {}
    for path, table in tables.items():
        name, _, export = path.partition("/")
        if name in _WRITTEN:
            is_new = _is_new(table, _WRITTEN[name])
            before[path], added[name] = (
                table.filter(pc.invert(is_new)),
                table.filter(is_new),
            )
        elif export == NIGHT:
            added[name] = table
        elif name not in ("opportunities", "opportunity_contacts"):
            before[path] = table
    _split_deals(tables, before, added)
    return before, {name: rows for name, rows in added.items() if len(rows)}


def _split_deals(
    tables: Mapping[str, pa.Table],
    before: dict[str, pa.Table],
    added: dict[str, pa.Table],
) -> None:
    """Deals that the day changed were open before it, in their first stage."""
    deals, contacts = tables["opportunities"], tables["opportunity_contacts"]
    is_changed = _is_new(deals, ("updated_at",))
    is_made = _is_new(deals, ("created_at",))
    earlier = deals.filter(pc.and_(is_changed, pc.invert(is_made)))
    before["opportunities"] = pa.concat_tables(
        [deals.filter(pc.invert(is_changed)), _as_made(earlier)]
    )
    added["opportunities"] = deals.filter(is_changed)
    is_contact_new = pc.is_in(
        contacts["opportunity_id"],
        deals["opportunity_id"].filter(is_made).combine_chunks(),
    )
    before["opportunity_contacts"] = contacts.filter(pc.invert(is_contact_new))
    added["opportunity_contacts"] = contacts.filter(is_contact_new)


def _as_made(deals: pa.Table) -> pa.Table:
    """Deals as they were on the day they were made."""
    size = len(deals)
    then = {name: pa.nulls(size, deals[name].type) for name in _OF_THE_END}
    then |= {name: pa.array(np.zeros(size, bool)) for name in ("is_closed", "is_won")}
    then["stage"] = pa.array([first_stage()] * size, pa.string())
    then["updated_at"] = deals["created_at"]
    return pa.table(
        [then.get(name, deals[name]) for name in deals.column_names],
        schema=deals.schema,
    )


def _is_new(table: pa.Table, stamps: tuple[str, ...]) -> pa.ChunkedArray:
    written = pc.coalesce(*(table[name] for name in stamps))
    return pc.greater_equal(written, pa.scalar(_BEGINS).cast(written.type))
