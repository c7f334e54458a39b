"""Five leads and six cycles, worked out by hand, in the tables that analysts read.

As of 2026-03-31 (Asia/Tokyo); every time is 00:00 in Tokyo.

| lead | cycle | lead  | MQL   | SAL   | SQL   | later                         |
|------|-------|-------|-------|-------|-------|-------------------------------|
| L1   | 1     | 01-01 | 01-05 | 01-06 | 01-20 | opportunity 01-25, won 02-10  |
| L2   | 1     | 01-01 | 01-10 | 01-12 | -     | recycled 01-20                |
| L2   | 2     | -     | 02-20 | 02-21 | 03-10 | qualified again               |
| L3   | 1     | 01-01 | 01-15 | -     | -     |                               |
| L4   | 1     | 01-01 | 01-20 | -     | 02-25 | SAL skipped                   |
| L5   | 1     | 03-01 | 03-20 | 03-21 | -     |                               |

Each MQL follows from an enquiry at its instant and 50 or more employees (group 1 of the
book), but L5's: it has 5 employees and earns exactly the 80 points of group 2. A white
paper of 03-10 gave 100 points, ten days at a half-life of ten days leave 50, and the
seminar of 03-20 gives 30.

The definition changed on 2026-02-01 from mql_v1 to mql_v2, which says the same.

SQL is a status, but L4's: the rule says two calls connected within 7 days, with the
budget confirmed. L4 was called on 02-19 and, 7 days counted with it, on 02-25; its
budget is confirmed since 02-22.

By rule L1 is hot from 01-05 on, which sales say from 01-10 on; L3 is cold, of whom the
SFA has no field; L4's warm is sales' word alone.

L6 is one of our own: its only cycle, opened 01-01, is excluded, and with it a deal and
a hand-over. L1 won 02-10, so L2, of the same account, is an existing customer from then
on. Five mails of 01-12 were opened by a robot.

L3 was disqualified on 02-10 and put back the next day: the exit was taken back.

The MA says MQLs only, at their instant; the SFA says every stage, an MQL six hours
late, which the book calls no lateness. Two MQLs differ: L3's the MA says two days late,
L4's it never says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

Row = dict[str, Any]

AS_OF = datetime(2026, 3, 31, 14, 59, 59, 999999)
LATER = {"sal": ("sal", "sql", "won"), "sql": ("sql", "won"), "won": ("won",)}


def lead_key(name: str) -> str:
    """The pseudonym of `name`, as DuckDB shows it: its letters' bytes, then zeros."""
    return str(UUID(bytes=name.lower().encode().ljust(16, b"\0")))


def tokyo(month_day: str) -> datetime:
    """`MM-DD` or `MM-DD hh:mm` of 2026 in Tokyo, as naive UTC."""
    return datetime.fromisoformat(f"2026-{month_day}") - timedelta(hours=9)


@dataclass(frozen=True)
class Cycle:
    """One cycle of the table above; `times` holds Tokyo days by stage."""

    lead: str
    number: int
    channel: str
    opened: str
    times: dict[str, str]
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def exit_type(self) -> str | None:
        return next((s for s in ("won", "recycled") if s in self.times), None)

    def at(self, stage: str) -> datetime | None:
        """When the stage was observed."""
        return tokyo(self.times[stage]) if stage in self.times else None

    def passed_at(self, stage: str) -> datetime | None:
        """When the stage was observed or, skipped, the next later one was."""
        times = [self.at(later) for later in LATER[stage]]
        return next((time for time in times if time is not None), None)


# What a system says of a stage where it is not the above; None: it never says it.
SAID: dict[tuple[str, int, str, str], str | None] = {
    ("L3", 1, "mql", "ma"): "01-17",
    ("L4", 1, "mql", "ma"): None,
}

CYCLES = (
    Cycle(
        "L1",
        1,
        "web",
        "01-01",
        {
            "mql": "01-05",
            "sal": "01-06",
            "sql": "01-20",
            "opportunity": "01-25",
            "won": "02-10",
        },
    ),
    Cycle(
        "L2", 1, "web", "01-01", {"mql": "01-10", "sal": "01-12", "recycled": "01-20"}
    ),
    Cycle("L2", 2, "web", "02-20", {"mql": "02-20", "sal": "02-21", "sql": "03-10"}),
    Cycle("L3", 1, "event", "01-01", {"mql": "01-15"}),
    Cycle(
        "L4", 1, "(none)", "01-01", {"mql": "01-20", "sql": "02-25"}, {"sal": "02-25"}
    ),
    Cycle("L5", 1, "web", "03-01", {"mql": "03-20", "sal": "03-21"}),
)


def definition_of(stage: str, month_day: str) -> str:
    """The definition of `stage` in force on that day of 2026."""
    return f"{stage}_v{2 if stage == 'mql' and month_day >= '02-01' else 1}"


def period(grain: str, day: date) -> date:
    """The first day of the week, month or quarter of `day`."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1, month=day.month if grain == "month" else 1)


def periods_of(instant: datetime) -> Iterator[tuple[str, date]]:
    """Every grain with the period in Tokyo that an instant (naive UTC) falls in."""
    day = (instant + timedelta(hours=9)).date()
    for grain in ("week", "month", "quarter"):
        yield grain, period(grain, day)
