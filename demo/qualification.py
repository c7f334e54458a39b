"""When the default book's MQL rules hold, roughly: it steers the made-up sales team.

The product computes MQLs exactly and on its own; nothing here is an expectation.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from demo.draws import Bools, Ints
from demo.people import People
from demo.touches import (
    ARTICLE,
    CAREERS,
    CASE,
    CLICK,
    ENQUIRY,
    OPEN,
    PRICING,
    SEMINAR,
    WHITEPAPER,
    Touches,
)
from demo.wall_clock import DAY, FIRST_DAY, SWITCH

# Touch type → points and the most points a day.
_BEHAVIOUR: Final = {
    ENQUIRY: (80, 80), SEMINAR: (40, 40), WHITEPAPER: (25, 50), PRICING: (15, 30),
    CASE: (8, 16), ARTICLE: (3, 9), CAREERS: (-15, -30),
}  # fmt: skip
_ENGAGEMENT: Final = {OPEN: (1, 2), CLICK: (5, 10)}
_LONG_AGO: Final = -10_000


def holds(touches: Touches, people: People) -> Bools:
    """Whether the definition in force is met at each touch (about right)."""
    return np.where(
        touches.occurred_at < SWITCH,
        _first_definition(touches, people),
        _points(touches, people) >= 79.999,
    )


def _known_employees(touches: Touches, people: People) -> Ints:
    known = touches.occurred_at >= people.employees_known_at[touches.person]
    return np.where(known, people.employees[touches.person], -1)


def _first_definition(touches: Touches, people: People) -> Bools:
    day = touches.occurred_at // DAY
    by_visits = (
        (_known_employees(touches, people) >= 50)
        & (day - _latest(touches, WHITEPAPER) < 90)
        & (day - _latest(touches, PRICING) < 30)
    )
    by_seminar = (people.level_rank[touches.person] >= 3) & (
        day - _latest(touches, SEMINAR) < 60
    )
    return by_visits | by_seminar


def _latest(touches: Touches, kind: int) -> Ints:
    """Day of the person's latest touch of a type, at or before each touch."""
    base = touches.person * 10_000
    marks = np.where(touches.kind == kind, base + touches.occurred_at // DAY, -1)
    latest = np.maximum.accumulate(marks) if len(marks) else marks
    return np.where(latest >= base, latest - base, _LONG_AGO)


def _points(touches: Touches, people: People) -> np.ndarray:
    employees = _known_employees(touches, people)
    attributes = (
        np.where(employees >= 50, 10, 0)
        + np.where(employees >= 300, 5, 0)
        + np.where(people.level_rank[touches.person] >= 3, 10, 0)
    )
    return (
        attributes
        + _balance(touches, _BEHAVIOUR, half_life=90)
        + _balance(touches, _ENGAGEMENT, half_life=30)
    )


def _balance(
    touches: Touches, prices: dict[int, tuple[int, int]], *, half_life: int
) -> np.ndarray:
    """Decayed points of one kind at each touch, capped by rule and day."""
    age = touches.occurred_at // DAY - FIRST_DAY
    gained = np.zeros(len(touches))
    for kind, (points, cap) in prices.items():
        at = np.flatnonzero(touches.kind == kind)
        key = touches.person[at] * 10_000 + age[at]
        is_first = np.ones(len(at), dtype=bool)
        is_first[1:] = key[1:] != key[:-1]
        start = np.maximum.accumulate(np.where(is_first, np.arange(len(at)), 0))
        nth = np.arange(len(at)) - start
        gained[at] = np.where(nth < abs(cap // points), points, 0)
    grown = np.cumsum(gained * np.exp2(age / half_life))
    is_first = np.ones(len(touches), dtype=bool)
    is_first[1:] = touches.person[1:] != touches.person[:-1]
    before = np.where(is_first, grown - gained * np.exp2(age / half_life), 0.0)
    start = np.maximum.accumulate(np.where(is_first, np.arange(len(touches)), 0))
    return (grown - before[start]) * np.exp2(-age / half_life)
