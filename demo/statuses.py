"""Status changes in either tool, and what a record's status was at some instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from demo.draws import Ints

# The last two stand in no mapping.
STATUSES: Final = (
    "new", "lead", "mql", "sal", "sql", "opportunity", "won", "lost", "recycled",
    "disqualified", "要確認", "保留",
)  # fmt: skip
(NEW, LEAD, MQL, SAL, SQL, OPPORTUNITY, STATUS_WON, STATUS_LOST, STATUS_RECYCLED,
 STATUS_DISQUALIFIED, TO_CHECK, ON_HOLD) = range(12)  # fmt: skip


@dataclass(frozen=True)
class StatusEvents:
    """Status changes by record and time; `old` is what the record said before."""

    record: Ints
    at: Ints
    status: Ints
    old: Ints

    def __len__(self) -> int:
        return len(self.record)


def in_sequence(record: Ints, at: Ints, status: Ints, initial: Ints) -> StatusEvents:
    """Events in order; those that change nothing are left out.

    `initial` has one element a record: the status it was created with.
    """
    order = np.lexsort((status, at, record))
    record, at, status = record[order], at[order], status[order]
    is_first = np.ones(len(record), dtype=bool)
    is_first[1:] = record[1:] != record[:-1]
    before = np.concatenate([status[:1], status[:-1]])
    old = np.where(is_first, initial[record], before)
    changes = old != status
    return StatusEvents(record[changes], at[changes], status[changes], old[changes])


def status_at(events: StatusEvents, initial: Ints, instant: int) -> tuple[Ints, Ints]:
    """Each record's status and latest change (-1: none) at `instant`, in seconds."""
    known = events.at <= instant
    status = initial.copy()
    latest = np.full(len(initial), -1)
    # Events are in order of time: the last assignment to a record stays.
    status[events.record[known]] = events.status[known]
    latest[events.record[known]] = events.at[known]
    return status, latest
