"""The statuses that people typed into the sales tool."""

from __future__ import annotations

import numpy as np

from demo.blocks import Block
from demo.draws import Bools, Ints, chance
from demo.journeys import (
    DISQUALIFIED,
    LOST,
    RECYCLED,
    WON,
    Cycles,
)
from demo.sales_records import SalesRecords
from demo.statuses import (
    MQL,
    NEW,
    OPPORTUNITY,
    SAL,
    SQL,
    STATUS_DISQUALIFIED,
    STATUS_LOST,
    STATUS_RECYCLED,
    STATUS_WON,
    TO_CHECK,
    StatusEvents,
    in_sequence,
    status_at,
)
from demo.wall_clock import DAY, END, MINUTE, NEVER


def draw_status_events(
    records: SalesRecords, cycles: Cycles, *, block: Block
) -> StatusEvents:
    """Every status that sales typed in, whether or not its history was kept."""
    rng = block.stream("sfa_record_changes")
    cycles = cycles.only(records.record_of[cycles.person] != NEVER)
    size = len(cycles)
    is_handed_over = (cycles.mql_at != NEVER) & (cycles.synced_at != NEVER)
    declares = is_handed_over & chance(rng, 720, size)
    types_deal = chance(rng, 850, size)
    parts: list[tuple[Bools, Ints, int]] = [
        (declares, cycles.synced_at + rng.integers(1, 90, size), MQL),
        (cycles.sal_at != NEVER, cycles.sal_at, SAL),
        (cycles.sql_at != NEVER, cycles.sql_at, SQL),
        (
            (cycles.opportunity_at != NEVER) & types_deal,
            cycles.opportunity_at,
            OPPORTUNITY,
        ),
    ]
    for kind, status in (
        (RECYCLED, STATUS_RECYCLED),
        (DISQUALIFIED, STATUS_DISQUALIFIED),
    ):
        parts.append((cycles.exit_kind == kind, cycles.exit_at, status))
    is_converted = records.contact_of[cycles.person] != NEVER
    for kind, status in ((WON, STATUS_WON), (LOST, STATUS_LOST)):
        typed = (cycles.exit_kind == kind) & ~is_converted & chance(rng, 800, size)
        later = rng.integers(0, 10 * MINUTE, size)
        parts.append((typed, cycles.exit_at + later, status))
    person = np.concatenate([cycles.person[truth] for truth, _, _ in parts])
    at = np.concatenate([instants[truth] for truth, instants, _ in parts])
    typed_in = np.repeat(
        np.array([status for _, _, status in parts]),
        [int(truth.sum()) for truth, _, _ in parts],
    )
    # The conversion itself is still written to the lead.
    record = records.holding(person, np.where(typed_in == OPPORTUNITY, at - 1, at))
    known = at < END
    initial = np.full(len(records), NEW)
    events = in_sequence(record[known], at[known], typed_in[known], initial)
    return _with_unknown_labels(rng, records, events, initial)


def _with_unknown_labels(
    rng: np.random.Generator,
    records: SalesRecords,
    events: StatusEvents,
    initial: Ints,
) -> StatusEvents:
    """A few accepted records get a label that no mapping knows."""
    status, latest = status_at(events, initial, END)
    stuck = np.flatnonzero(
        (status == SAL) & (latest < END - 40 * DAY) & records.has_history
    )
    chosen = rng.permutation(stuck)[: 3 + len(stuck) // 200]
    return in_sequence(
        np.concatenate([events.record, chosen]),
        np.concatenate([events.at, latest[chosen] + 30 * DAY]),
        np.concatenate([events.status, np.full(len(chosen), TO_CHECK)]),
        initial,
    )
