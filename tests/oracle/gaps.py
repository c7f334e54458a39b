"""Says when a lead left and for how long it cools, by the definitions of a basis.

Written from the prose of the metrics: won, disqualified and recycled close a cycle,
lost does when no opportunity of the cycle is still open; once the SFA knows the person
its word is the one that counts.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from tests.oracle.replay import DayCounts, Gap, LeadHistory, Recorded, Situation
from tests.oracle.rulebook import Rulebook

EXITS = ("won", "lost", "recycled", "disqualified")


def gaps_of(history: LeadHistory, book: Rulebook) -> list[Gap]:
    """The stretches between the exits of a lead; the first has no exit before it."""
    bounds = [None, *sorted(set(_exits(history, book))), None]
    return [
        Gap(
            number,
            left_at,
            left_at and left_at + _cool_down(history, book, left_at),
            next_exit,
        )
        for number, (left_at, next_exit) in enumerate(pairwise(bounds))
    ]


def _exits(history: LeadHistory, book: Rulebook) -> Iterator[datetime]:
    heard = [
        record
        for record in history.recorded
        if record.system == "sfa"
        or history.sales_knows_from is None
        or record.at < history.sales_knows_from
    ]
    exits = [record for record in heard if _is_exit(record, book)]
    losses = [record for record in exits if record.signal == "opportunity_lost"]
    firm = sorted(record.at for record in exits if record not in losses)
    yield from firm
    for loss in losses:
        if not any(_keeps_open(history, firm, loss, deal) for deal in history.deals):
            yield loss.at


def _is_exit(record: Recorded, book: Rulebook) -> bool:
    day = book.day_of(record.at)
    return any(
        (rule.signal, rule.signal_argument) == (record.signal, record.argument)
        for stage in EXITS
        for definition in book.definitions_on(stage, day)
        for rule in book.evidence_of(definition.definition_id)
    )


def _keeps_open(
    history: LeadHistory, firm: list[datetime], loss: Recorded, deal_id: str
) -> bool:
    """Does a deal keep the lost one from ending anything?

    Another one does while it is open; the lost one itself if its cycle ended before.
    """
    created_at, ended_at = history.deals[deal_id]
    left_behind_at = min((at for at in firm if at > created_at), default=datetime.max)
    if deal_id == loss.deal_id:
        return left_behind_at < loss.at
    return created_at <= loss.at < ended_at and loss.at < left_behind_at


def _cool_down(history: LeadHistory, book: Rulebook, left_at: datetime) -> timedelta:
    """The cool-down of the definition of MQL that applies to the lead as it leaves."""
    profile = {one.name: one.value for one in history.observations if one.at <= left_at}
    sources = {source for source, since in history.sources if since <= left_at}
    situation = Situation(
        book, book.day_of(left_at), profile, {}, sources, {}, DayCounts()
    )
    days = [row.cool_down_days for row in situation.definitions("mql")]
    return timedelta(days=max(days, default=0))
