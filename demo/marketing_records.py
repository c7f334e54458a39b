"""What changes about the marketing tool's leads: statuses, opt-outs, SFA links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from demo.blocks import Block
from demo.draws import Ints, chance, spread
from demo.journeys import Cycles
from demo.people import People
from demo.sales_records import SalesRecords
from demo.statuses import (
    LEAD,
    MQL,
    NEW,
    ON_HOLD,
    SAL,
    TO_CHECK,
    StatusEvents,
    in_sequence,
)
from demo.wall_clock import DAY, END, HOUR, MINUTE, NEVER

_SYNC_BACK: Final = (
    (75, MINUTE, 20 * MINUTE), (18, 20 * MINUTE, 20 * HOUR), (7, DAY, 5 * DAY),
)  # fmt: skip


@dataclass(frozen=True)
class MarketingRecords:
    """Per MA lead what changes: first status, and when the SFA link came."""

    initial: Ints
    events: StatusEvents
    linked_at: Ints
    sfa_record: Ints


def draw_marketing_records(
    people: People,
    cycles: Cycles,
    records: SalesRecords,
    sales_events: StatusEvents,
    *,
    block: Block,
) -> MarketingRecords:
    """Statuses that MA declares itself or hears from the sales tool."""
    rng = block.stream("ma_lead_changes")
    size = len(people)
    initial = np.where(chance(rng, 200, size), NEW, LEAD)
    declared = cycles.only(cycles.declared_at != NEVER)
    echoed = _heard_from_sales(rng, records, sales_events)
    originals = people.person == np.arange(size)
    # A campaign manager sets a status by hand, whatever the lead did.
    wrong = np.flatnonzero(originals & chance(rng, 22, size))
    wrong_at = people.created_at[wrong] + spread(rng, ((1, 2, 60),), len(wrong)) * DAY
    held = rng.permutation(np.flatnonzero(originals))[: 2 + size // 2_000]
    held_at = people.created_at[held] + 100 * DAY
    lead = np.concatenate([declared.person, echoed.record, wrong, held])
    at = np.concatenate([declared.declared_at, echoed.at, wrong_at, held_at])
    status = np.concatenate([
        np.full(len(declared), MQL), echoed.status, np.full(len(wrong), MQL),
        np.full(len(held), ON_HOLD),
    ])  # fmt: skip
    at = np.maximum(at, people.created_at[lead] + 1)
    deleted_at = people.deleted_at[lead]
    known = (at < END) & ((deleted_at == NEVER) | (at < deleted_at))
    record = np.full(size, NEVER)
    record[:] = records.record_of[:size]
    linked = (record != NEVER) & ~chance(rng, 70, size)
    linked_at = np.maximum(records.created_at[record], people.created_at) + 30
    linked &= linked_at < END
    return MarketingRecords(
        initial=initial,
        events=in_sequence(lead[known], at[known], status[known], initial),
        linked_at=np.where(linked, linked_at, NEVER),
        sfa_record=np.where(linked, record, NEVER),
    )


def _heard_from_sales(
    rng: np.random.Generator, records: SalesRecords, events: StatusEvents
) -> StatusEvents:
    """Sales statuses that reach MA before sales changes them again, by lead."""
    lead = records.lead[events.record]
    following = np.full(len(events), END)
    same = events.record[1:] == events.record[:-1]
    following[:-1] = np.where(same, events.at[1:], END)
    at = events.at + spread(rng, _SYNC_BACK, len(events))
    heard = (
        (lead != NEVER)
        & (events.status >= SAL)
        & (events.status != TO_CHECK)
        & (at < following)
        & chance(rng, 880, len(events))
    )
    return StatusEvents(lead[heard], at[heard], events.status[heard], events.old[heard])
