"""Local times to UTC, whole columns at a time, gaps and folds told apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1899, 12, 30, tzinfo=UTC)
_LAST = datetime(2200, 1, 3, tzinfo=UTC)
MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class UtcTimes:
    """``instants`` in µs since 1970 UTC; the masks say where there is none or two."""

    instants: NDArray[np.int64]
    is_nonexistent: NDArray[np.bool_]
    is_ambiguous: NDArray[np.bool_]


@dataclass(frozen=True)
class _Offsets:
    """Stretches of constant offset: UTC start of each, and its offset, in µs."""

    starts: NDArray[np.int64]
    offsets: NDArray[np.int64]


def to_utc(
    local: NDArray[np.int64], is_bare_day: NDArray[np.bool_], zone: str
) -> UtcTimes:
    """Local wall-clock times (µs since local 1970) of a zone as UTC instants.

    A bare day means its first existing instant, so it is neither in a gap nor twice.
    Times outside 1900 to 2199 get the offset of the nearest day inside.
    """
    table = _offsets(zone)
    begins = table.starts + table.offsets
    ends = np.append(table.starts[1:] + table.offsets[:-1], np.iinfo(np.int64).max)
    offset = _only_offset(local, begins, ends, table.offsets)
    if offset is not None:
        nowhere = np.zeros(len(local), bool)
        return UtcTimes(local - offset, nowhere, nowhere)
    at = np.maximum(np.searchsorted(begins, local, side="right") - 1, 0)
    in_gap = local >= ends[at]
    earlier = np.maximum(at - 1, 0)
    is_twice = (at > 0) & (local < ends[earlier])
    instants = local - table.offsets[np.where(is_twice, earlier, at)]
    following = np.minimum(at + 1, len(begins) - 1)
    instants = np.where(in_gap, table.starts[following], instants)
    return UtcTimes(instants, in_gap & ~is_bare_day, is_twice & ~is_bare_day)


def _only_offset(
    local: NDArray[np.int64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    offsets: NDArray[np.int64],
) -> np.int64 | None:
    """The offset of all times if they lie in one stretch, none in a gap or twice."""
    if not len(local):
        return None
    first, last = local.min(), local.max()
    at = max(int(np.searchsorted(begins, first, side="right")) - 1, 0)
    is_once = at == 0 or first >= ends[at - 1]
    is_before_next = at + 1 == len(begins) or last < begins[at + 1]
    if is_once and is_before_next and last < ends[at]:
        return offsets[at]
    return None


@lru_cache(maxsize=32)
def _offsets(zone: str) -> _Offsets:
    info = ZoneInfo(zone)
    day = timedelta(days=1)
    starts, offsets = [_FIRST], [_offset(_FIRST, info)]
    instant = _FIRST
    while instant < _LAST:
        following = instant + day
        if _offset(following, info) != offsets[-1]:
            change = _change(instant, following, info)
            starts.append(change)
            offsets.append(_offset(change, info))
        instant = following
    return _Offsets(
        np.array([_microseconds(start - _EPOCH) for start in starts], np.int64),
        np.array([_microseconds(offset) for offset in offsets], np.int64),
    )


def _offset(instant: datetime, info: ZoneInfo) -> timedelta:
    return instant.astimezone(info).utcoffset() or timedelta(0)


def _microseconds(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


def _change(before: datetime, after: datetime, info: ZoneInfo) -> datetime:
    """The first second of the new offset in (before, after]."""
    old = _offset(before, info)
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (
            (middle, after) if _offset(middle, info) == old else (before, middle)
        )
    return after
