"""Half-open spans of days, `[start, end)`: where versions overlap or leave a hole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Interval:
    """Days from `start` (included) to `end` (excluded).

    `date.min` stands for since ever and `date.max` for still, so that open ends
    compare like any other day.
    """

    start: date
    end: date

    @classmethod
    def of(cls, valid_from: date | None, valid_to: date | None) -> "Interval":
        """The interval of a row, an empty end being open."""
        return cls(valid_from or date.min, valid_to or date.max)

    def overlaps(self, other: "Interval") -> bool:
        """True if the two share at least one day; touching ends share none."""
        return self.start < other.end and other.start < self.end

    def __str__(self) -> str:
        start = "ever" if self.start == date.min else self.start.isoformat()
        if self.end == date.max:
            return f"since {start}"
        return f"from {start} to {self.end.isoformat()}"


ALWAYS = Interval(date.min, date.max)


def common_days(first: Interval, second: Interval) -> Interval:
    """The days that both cover; call it only on intervals that overlap."""
    return Interval(max(first.start, second.start), min(first.end, second.end))


def holes(intervals: Iterable[Interval], within: Interval) -> list[Interval]:
    """The parts of `within` that no interval covers, in order of time."""
    found = []
    covered_to = within.start
    for interval in sorted(intervals):
        if interval.start >= within.end:
            break
        if interval.start > covered_to:
            found.append(Interval(covered_to, interval.start))
        covered_to = max(covered_to, interval.end)
    if covered_to < within.end:
        found.append(Interval(covered_to, within.end))
    return found


def span(intervals: Iterable[Interval]) -> Interval:
    """From the first start to the last end; needs at least one interval."""
    known = list(intervals)
    return Interval(
        min(interval.start for interval in known),
        max(interval.end for interval in known),
    )
