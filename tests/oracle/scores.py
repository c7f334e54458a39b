"""Lives through each lead's score, day by day: its history and what it crossed.

A score changes in a second in which points come or go, at midnight if the book prices
attributes otherwise from that day on or halves a kind of which there are points, and,
for the points of a cycle, in the second after an exit. Decay makes no change of its
own, but may cross.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.oracle.replay import Gap, LeadHistory, Observation, Tally, Touch
from tests.oracle.rulebook import KINDS, Rulebook, score_holds

# (scope, instant) → behaviour, engagement, attribute; a score of the house in parts.
Changes = dict[tuple[str, datetime], tuple[float, float, float]]
# (scope, series, comparison, threshold, instant) → upward?
Crossings = dict[tuple[str, str, str, float, datetime], bool]
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
# Points that came and went within a second leave a trace of the machine's arithmetic.
NOTHING = 1e-9


@dataclass(frozen=True)
class ScoreStory:
    """What one lead's score did."""

    changes: Changes
    crossings: Crossings


class _Sides:
    """On which side of every threshold of a scope a score stands."""

    def __init__(self, scope: str, book: Rulebook, crossings: Crossings) -> None:
        self._thresholds = book.score_thresholds(scope)
        self._scope, self._crossings = scope, crossings
        self._above = {one: score_holds(0, *one[1:]) for one in self._thresholds}

    def look(self, parts: tuple[float, float, float], at: datetime) -> None:
        named = dict(zip(("behaviour", "engagement", "attribute"), parts, strict=True))
        named["total"] = sum(parts)
        for series, comparison, value in self._thresholds:
            one = (series, comparison, value)
            is_above = score_holds(named[series], comparison, value)
            if is_above != self._above[one]:
                key = (self._scope, series, comparison, float(value), at)
                self._crossings[key] = is_above
                self._above[one] = is_above


def score_story(
    history: LeadHistory, gaps: list[Gap], book: Rulebook, as_of: datetime
) -> ScoreStory:
    """The changes and crossings of one lead, of every scope that has a history."""
    changes: Changes = {}
    crossings: Crossings = {}
    for scope in book.score_scopes():
        sides = _Sides(scope, book, crossings)
        for at, parts, is_change in _lived(history, gaps, book, as_of, scope):
            if is_change:
                changes[scope, at] = parts
            sides.look(parts, at)
    return ScoreStory(changes, crossings)


def _lived(
    history: LeadHistory, gaps: list[Gap], book: Rulebook, as_of: datetime, scope: str
) -> Iterator[tuple[datetime, tuple[float, float, float], bool]]:
    """Each moment to look at, the parts of the score then, and whether they changed."""
    moments: dict[datetime, list[Touch | Observation]] = {}
    events: list[Touch | Observation] = [*history.touches, *history.observations]
    for event in events:
        moments.setdefault(event.at, []).append(event)
    if not moments:
        return
    exits = {gap.closes_at + SECOND for gap in gaps if gap.closes_at is not None}
    first, paces = min(moments), book.pace_changes()
    for at in _midnights(first, as_of, book) | (exits if scope == "cycle" else set()):
        moments.setdefault(at, [])
    tally, profile, attributes = Tally(book), dict[str, str | None](), 0.0
    earned: set[str] = set()
    for at in sorted(at for at in moments if at <= as_of):
        day = book.day_of(at)
        is_change = False
        if scope == "cycle" and at in exits:
            is_change, earned, tally = bool(earned), set(), Tally(book)
        is_change = is_change or any((kind, at) in paces for kind in earned)
        before = [tally.balance(kind, day) for kind in KINDS]
        for event in moments[at]:
            if isinstance(event, Observation):
                profile[event.name] = event.value
            elif scope == "lifetime" or not _is_cooling(gaps, at):
                tally.add(event)
        balances = [tally.balance(kind, day) for kind in KINDS]
        for kind, one, other in zip(KINDS, before, balances, strict=True):
            if abs(one - other) > NOTHING:
                earned.add(kind)
        points = book.attribute_points(profile, day)
        is_change = is_change or _differ([*before, attributes], [*balances, points])
        attributes = points
        yield at, (balances[0], balances[1], points), is_change


def _is_cooling(gaps: list[Gap], at: datetime) -> bool:
    return next(gap for gap in gaps if gap.holds(at)).is_cooling_at(at)


def _differ(before: list[float], after: list[float]) -> bool:
    return any(
        abs(one - other) > NOTHING for one, other in zip(before, after, strict=True)
    )


def _midnights(first: datetime, as_of: datetime, book: Rulebook) -> set[datetime]:
    day, found = book.day_of(first) + DAY, set()
    while (start := book.day_start(day)) <= as_of:
        found.add(start)
        day += DAY
    return found
