"""Reads the hand-worked answers for the demo's planted people."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

ANSWERS = Path(__file__).with_name("demo_stories.yaml")
_TOKYO_AHEAD_OF_UTC = timedelta(hours=9)


@dataclass(frozen=True)
class ExpectedCycle:
    """One row of `fct_lead_cycles`: naive UTC instants to the second, None = NULL."""

    cycle_number: int
    entry_type: str
    opened_at: datetime
    mql_at: datetime | None = None
    sal_at: datetime | None = None
    sql_at: datetime | None = None
    opportunity_at: datetime | None = None
    won_at: datetime | None = None
    lost_at: datetime | None = None
    recycled_at: datetime | None = None
    disqualified_at: datetime | None = None
    exit_type: str | None = None
    has_order_conflict: bool = False

    @property
    def is_open(self) -> bool:
        """A cycle is open until it has an exit."""
        return self.exit_type is None


@dataclass(frozen=True)
class ExpectedStory:
    """A planted person: a source record that leads to them, and all their cycles.

    `agreement` has one mapping a row of `fct_stage_agreement` that tells something:
    only the columns named in it are expected, instants as naive UTC.
    """

    story_id: str
    source_record_id: str
    other_source_record_ids: tuple[str, ...]
    working: str
    cycles: tuple[ExpectedCycle, ...]
    agreement: tuple[dict[str, Any], ...]


def expected_stories(path: Path = ANSWERS) -> list[ExpectedStory]:
    """All hand-worked answers, in the order of the file."""
    answers = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        ExpectedStory(
            story_id=answer["story_id"],
            source_record_id=answer["source_record_id"],
            other_source_record_ids=tuple(answer.get("other_source_record_ids", ())),
            working=answer["working"].strip(),
            cycles=tuple(
                ExpectedCycle(cycle_number=number, **_in_utc(cycle))
                for number, cycle in enumerate(answer["cycles"], start=1)
            ),
            agreement=tuple(_in_utc(row) for row in answer.get("agreement", ())),
        )
        for answer in answers
    ]


def cycle_columns() -> list[str]:
    """The columns of `fct_lead_cycles` that an answer fixes."""
    return [*(field.name for field in fields(ExpectedCycle)), "is_open"]


def _in_utc(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value - _TOKYO_AHEAD_OF_UTC if isinstance(value, datetime) else value
        for name, value in row.items()
    }
