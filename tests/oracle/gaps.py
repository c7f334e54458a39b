"""Says when a lead left and for how long it cools, by the definitions of a basis.

Written from the prose of the metrics: won, disqualified and recycled close a cycle,
lost does when no opportunity of the cycle is still open; once the SFA knows the person
its word is the one that counts. An exit that its tool takes back within the grace, the
cool-down not yet over, never was, unless sales recorded the next cycle meanwhile. A
deal ends with the first closing that stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from book.rows import StageDefinition
from tests.oracle.replay import DayCounts, Gap, LeadHistory, Recorded, Situation
from tests.oracle.rulebook import Rulebook

EXITS = ("won", "lost", "recycled", "disqualified")
RECORDED_OPENINGS = ("sal", "sql", "opportunity")


def gaps_of(history: LeadHistory, book: Rulebook) -> list[Gap]:
    """The stretches between the exits of a lead; the first has no exit before it."""
    exits = Exits(history, book)
    bounds = [None, *sorted(exits.endings()), None]
    return [
        Gap(
            number,
            left_at,
            left_at and left_at + exits.cool_down(left_at),
            next_exit,
        )
        for number, (left_at, next_exit) in enumerate(pairwise(bounds))
    ]


@dataclass(frozen=True)
class Exit:
    """A record that a definition reads as an exit."""

    record: Recorded
    definition: StageDefinition
    is_taken_back: bool


class Exits:
    """The exits of one lead."""

    def __init__(self, history: LeadHistory, book: Rulebook) -> None:
        self._history = history
        self._book = book
        self._read = [
            Exit(record, definition, self._is_taken_back(record, definition))
            for record in history.recorded
            for definition in self._reading(record, EXITS)
        ]
        self._ends = {deal_id: self._end_of(deal_id) for deal_id in history.deals}

    def endings(self) -> dict[datetime, Exit]:
        """When a cycle ended, if one was open, and how: the first stage in order.

        Of several that say the same stage in one second the best evidence counts, then
        the smallest id.
        """
        found: dict[datetime, Exit] = {}
        for one in self._ending():
            at = one.record.at
            found[at] = min(one, found.get(at, one), key=self._precedence)
        return found

    def _precedence(self, one: Exit) -> tuple[int, int, str, str, str]:
        record, definition = one.record, one.definition
        return (
            self._book.stage_order(definition.stage),
            self._book.evidence_rank(record.evidence_type),
            record.event_id,
            record.source,
            definition.definition_id,
        )

    def is_claimed(self, record: Recorded) -> bool:
        """Does the tool still say so, or did it take the exit back in time?"""
        read = [one.is_taken_back for one in self._read if one.record == record]
        if record.undone_at is None:
            return True
        # Of closings that nobody reads a deal claims the one it stands by.
        is_unread_closing = not read and record.deal_id is not None
        return not (all(read) if read else is_unread_closing)

    def _ending(self) -> Iterator[Exit]:
        standing = [
            one
            for one in self._read
            if not one.is_taken_back and self._is_heard(one.record)
        ]
        losses = [one for one in standing if one.record.signal == "opportunity_lost"]
        others = [one for one in standing if one not in losses]
        firm = sorted(one.record.at for one in others)
        yield from others
        for loss in losses:
            is_open = any(
                self._keeps_open(firm, loss.record, deal) for deal in self._ends
            )
            if not is_open:
                yield loss

    def cool_down(self, left_at: datetime) -> timedelta:
        """The cool-down of the definition of MQL that applies as the lead leaves."""
        days = [row.cool_down_days for row in self._applying("mql", left_at)]
        return timedelta(days=max(days, default=0))

    def _is_heard(self, record: Recorded) -> bool:
        known_from = self._history.sales_knows_from
        return record.system == "sfa" or known_from is None or record.at < known_from

    def _is_taken_back(self, record: Recorded, definition: StageDefinition) -> bool:
        if record.undone_at is None:
            return False
        grace = timedelta(hours=definition.grace_hours or 0)
        waiting = min(grace, self.cool_down(record.at))
        if record.undone_at - record.at > waiting:
            return False
        # What a customer buys next is expansion and opens nothing.
        stages = [
            stage
            for stage in RECORDED_OPENINGS
            if (definition.stage, stage) != ("won", "opportunity")
        ]
        return not any(
            self._opens(other, stages)
            for other in (*self._history.recorded, *self._history.changed_fields())
            if record.at < other.at < record.undone_at
        )

    def _opens(self, record: Recorded, stages: list[str]) -> bool:
        """Is it evidence of a stage, by the definition that applies to the lead?"""
        return any(
            self._reads(definition, record)
            for stage in stages
            for definition in self._applying(stage, record.at)
        )

    def _reading(
        self, record: Recorded, stages: tuple[str, ...]
    ) -> Iterator[StageDefinition]:
        day = self._book.day_of(record.at)
        for stage in stages:
            for definition in self._book.definitions_on(stage, day):
                if self._reads(definition, record):
                    yield definition

    def _reads(self, definition: StageDefinition, record: Recorded) -> bool:
        return any(
            record.meets(rule)
            for rule in self._book.evidence_of(definition.definition_id)
        )

    def _applying(self, stage: str, at: datetime) -> list[StageDefinition]:
        """The definitions of a stage that apply to the lead at an instant."""
        history, book = self._history, self._book
        profile = {one.name: one.value for one in history.observations if one.at <= at}
        sources = {source for source, since in history.sources if since <= at}
        situation = Situation(
            book, book.day_of(at), profile, {}, sources, {}, DayCounts()
        )
        return situation.definitions(stage)

    def _end_of(self, deal_id: str) -> datetime:
        """The first closing of a deal that stays, or that nobody reads as an exit."""
        closings = [
            record
            for record in self._history.recorded
            if record.deal_id == deal_id and record.signal != "opportunity_created"
        ]
        ends = []
        for record in closings:
            read = [one for one in self._read if one.record == record]
            stays = any(not one.is_taken_back for one in read)
            if stays or (not read and record.undone_at is None):
                ends.append(record.at)
        return min(ends, default=datetime.max)

    def _keeps_open(self, firm: list[datetime], loss: Recorded, deal_id: str) -> bool:
        """Does a deal keep the lost one from ending anything?

        Another one does while it is open; the lost one itself if its cycle ended
        before, or if it was lost before.
        """
        created_at, ended_at = self._history.deals[deal_id], self._ends[deal_id]
        left_behind_at = min((at for at in firm if at > created_at), default=None)
        if deal_id == loss.deal_id:
            return ended_at < loss.at or (
                left_behind_at is not None and left_behind_at < loss.at
            )
        is_left_behind = left_behind_at is not None and left_behind_at <= loss.at
        return created_at <= loss.at < ended_at and not is_left_behind
