"""The company's wall clock: whole seconds since 2024-01-01 00:00 in Asia/Tokyo.

Japan has no summer time, so seconds and calendar days never disagree here.
`NEVER` (-1) stands for an instant that did not come.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from demo.draws import Ints, pick

NEVER: Final = -1
MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
EPOCH: Final = date(2024, 1, 1)
TIME_ZONE: Final = ZoneInfo("Asia/Tokyo")


def day_number(day: date) -> int:
    """Days from the epoch to `day`."""
    return (day - EPOCH).days


FIRST_DAY: Final = day_number(date(2025, 4, 1))
LAST_DAY: Final = day_number(date(2026, 9, 30))
START: Final = FIRST_DAY * DAY
END: Final = (LAST_DAY + 1) * DAY
SWITCH: Final = day_number(date(2026, 1, 1)) * DAY
AS_OF: Final = datetime(2026, 9, 30, 23, 59, 59, 999_999, tzinfo=TIME_ZONE)

# National holidays, the summer closing and the days around New Year.
_CLOSED = (
    "2025-04-29 2025-05-05 2025-05-06 2025-07-21 2025-08-11 2025-08-13 2025-08-14 "
    "2025-08-15 2025-09-15 2025-09-23 2025-10-13 2025-11-03 2025-11-24 2025-12-29 "
    "2025-12-30 2025-12-31 2026-01-01 2026-01-02 2026-01-12 2026-02-11 2026-02-23 "
    "2026-03-20 2026-04-29 2026-05-04 2026-05-05 2026-05-06 2026-07-20 2026-08-11 "
    "2026-08-13 2026-08-14 2026-09-21 2026-09-22 2026-09-23"
)
_OPENS, _CLOSES = 9 * HOUR, 18 * HOUR + 30 * MINUTE
# January to December: fairs in spring and autumn, quiet in August and December.
_MONTH_WEIGHTS = (85, 95, 110, 115, 90, 105, 95, 65, 110, 130, 110, 75)
# Monday to Sunday.
_WEEKDAY_WEIGHTS = (20, 23, 22, 22, 18, 3, 2)
# Midnight to 23 o'clock.
_HOUR_WEIGHTS = (
    1, 1, 1, 1, 1, 1, 2, 4, 8, 13, 14, 12, 9, 12, 13, 13, 12, 10, 7, 5, 4, 4, 4, 2,
)  # fmt: skip


def _days() -> np.ndarray:
    """Every day from the epoch to half a year after the last, as datetime64[D]."""
    return np.datetime64(EPOCH) + np.arange(LAST_DAY + 200)


def _is_open() -> np.ndarray:
    closed = np.array(_CLOSED.split(), dtype="datetime64[D]")
    return np.is_busday(_days(), holidays=closed)


def day_weights() -> Ints:
    """How busy each day is, by season, weekday and holiday (whole numbers)."""
    days = _days()
    months = days.astype("datetime64[M]").astype(np.int64) % 12
    weekdays = (days.astype(np.int64) + 3) % 7
    weights = (
        np.asarray(_MONTH_WEIGHTS)[months] * np.asarray(_WEEKDAY_WEIGHTS)[weekdays]
    )
    return np.where(_is_open() | (weekdays > 4), weights, weights // 8).astype(np.int64)


def draw_days(rng: np.random.Generator, first: int, last: int, size: int) -> Ints:
    """`size` day numbers between `first` and `last` (both included)."""
    return first + pick(rng, day_weights()[first : last + 1], size)


def draw_clock(rng: np.random.Generator, size: int) -> Ints:
    """`size` times of day in seconds, mostly in office hours."""
    return pick(rng, _HOUR_WEIGHTS, size) * HOUR + rng.integers(0, HOUR, size)


def in_office_hours(rng: np.random.Generator, instants: Ints) -> Ints:
    """Each instant, or a moment of the next open morning when nobody is in."""
    instants = np.minimum(instants, END + 150 * DAY)
    is_open = _is_open()
    days, clock = np.divmod(np.maximum(instants, 0), DAY)
    next_open = np.where(is_open, np.arange(len(is_open)), len(is_open))
    next_open = np.minimum.accumulate(next_open[::-1])[::-1]
    late = clock >= _CLOSES
    day = next_open[days + late]
    waited = (day > days) | (clock < _OPENS)
    morning = day * DAY + _OPENS + rng.integers(0, 4 * HOUR, len(instants))
    return np.where(instants == NEVER, NEVER, np.where(waited, morning, instants))


def happened(instants: Ints) -> Ints:
    """Instants after the company's last day become `NEVER`."""
    return np.where(instants >= END, NEVER, instants)
