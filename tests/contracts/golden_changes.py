"""Why wins and revenue of the golden company moved, and how the changes are told.

Only L1 was won, 21 days after its SQL of January: of the SQLs of February none was. The
cohorts of MQLs and SALs that follow each other have no win within 30 days, those of
leads and opportunities do not follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from math import prod

from tests.contracts.golden_cycles import (
    AS_OF,
    CYCLES,
    Cycle,
    Row,
    definition_of,
    lead_key,
    period,
    tokyo,
)
from tests.contracts.golden_facts import day_rows
from tests.contracts.golden_reported import period_end

STAGES = ("lead", "mql", "sal", "sql", "opportunity", "won")
WINDOW = timedelta(days=30)
# What the deals of a cycle brought, O1 of L1.
REVENUE = {("L1", 1): 1_000_000}


@dataclass(frozen=True)
class Passage:
    """A stage that a cycle entered or, as L4 its SAL, passed."""

    cycle: Cycle
    stage: str
    on: date
    is_inferred: bool

    @property
    def at(self) -> datetime:
        return tokyo(f"{self.on:%m-%d}")


def _passages() -> Iterator[Passage]:
    for cycle in CYCLES:
        acquired = {"lead": cycle.opened} if cycle.number == 1 else {}
        for stage, day in (acquired | cycle.times | cycle.inferred).items():
            on = date.fromisoformat(f"2026-{day}")
            yield Passage(cycle, stage, on, is_inferred=stage in cycle.inferred)


PASSAGES = tuple(_passages())


def stage_time_rows() -> Iterator[Row]:
    """When every cycle entered every stage, on either basis.

    Filled, the stage that L4 passed is one of them.
    """
    for passage, basis in product(PASSAGES, ("then", "now")):
        for policy in ("filled",) if passage.is_inferred else ("strict", "filled"):
            yield {
                "definition_basis": basis,
                "lead_id": lead_key(passage.cycle.lead),
                "cycle_number": passage.cycle.number,
                "entry_policy": policy,
                "stage": passage.stage,
                "definition_id": None
                if passage.is_inferred
                else definition_of(passage.stage, f"{passage.on:%m-%d}"),
                "is_inferred": passage.is_inferred,
                "entered_on": passage.on,
                "occurred_at": passage.at,
            }


def outcome_rows() -> Iterator[Row]:
    """The chains of every two periods in a row that are over for 30 days."""
    for grain in ("week", "month", "quarter"):
        periods = sorted({row[f"{grain}_on"] for row in day_rows()})
        for stage in STAGES[:-1]:
            cohorts: dict[date, list[Passage]] = {on: [] for on in periods}
            for passage in PASSAGES:
                on = period(grain, passage.on)
                if passage.stage == stage and period_end(grain, on) + WINDOW <= AS_OF:
                    cohorts[on].append(passage)
            for before, after in pairwise(periods):
                if cohorts[before] and cohorts[after]:
                    keys: Row = {
                        "period_grain": grain,
                        "period_0": before,
                        "period_1": after,
                        "comparison": "previous",
                        "from_stage": stage,
                        "window_days": 30,
                    }
                    for row in _chain_rows(stage, cohorts[before], cohorts[after]):
                        yield keys | row


def _chain_rows(
    stage: str, before: Sequence[Passage], after: Sequence[Passage]
) -> Iterator[Row]:
    """The links of wins and, where somebody won, of revenue."""
    stages = STAGES[STAGES.index(stage) :]
    links = [
        ("volume", stage),
        *(("rate", later) for later in stages[1:]),
        ("amount_per_win", "won"),
    ]
    values = [_values(stages, members) for members in (before, after)]
    has_amount = any(side[-1] is not None for side in values)
    for result, count in (("wins", -1), ("revenue", None)):
        if result == "revenue" and not has_amount:
            continue
        values_0, values_1 = (side[:count] for side in values)
        pairs = list(zip(values_0, values_1, strict=True))
        # A link that one side does not have counts with the other's.
        old = [next((v for v in pair if v is not None), 0) for pair in pairs]
        new = [next((v for v in pair[::-1] if v is not None), 0) for pair in pairs]
        for place, (link, of_stage) in enumerate(links[:count]):
            yield {
                "result": result,
                "link_number": place + 1,
                "link": link,
                "stage": of_stage,
                "value_0": values_0[place],
                "value_1": values_1[place],
                "part": (_step(old, new, place) - _step(new, old, place)) / 2,
                "total_0": prod(old),
                "total_1": prod(new),
            }


def _values(stages: Sequence[str], members: Sequence[Passage]) -> list[float | None]:
    """How many there are, the share that gets from stage to stage, and money a win."""
    counts = [len(members)]
    for stage in stages[1:]:
        counts.append(sum(_reaches(one, stage) for one in members))
    rates = [then / now if now else None for now, then in pairwise(counts)]
    won = [one.cycle for one in members if _reaches(one, "won")]
    revenue = sum(REVENUE[cycle.lead, cycle.number] for cycle in won)
    return [len(members), *rates, revenue / len(won) if won else None]


def _reaches(passage: Passage, stage: str) -> bool:
    """Within 30 days, the stage or one beyond it."""
    return any(
        other.cycle == passage.cycle
        and other.stage in STAGES[STAGES.index(stage) :]
        and other.at <= passage.at + WINDOW
        for other in PASSAGES
    )


def _step(old: Sequence[float], new: Sequence[float], place: int) -> float:
    """What changes as the links go over from old to new, when it is this one's turn."""
    gone, to_come = new[:place], old[place + 1 :]
    return prod([*gone, new[place], *to_come]) - prod([*gone, old[place], *to_come])


def sentence_rows() -> Iterator[Row]:
    """The largest parts of every change that has any.

    Of the rates, MQL to SQL: January to February web's rate, then what went, event and
    none, of which none sorts first; web's mix of 1/16 is the fourth. Week 01-05 to
    01-12 event came and web went, a quarter each.
    """
    channels: Row = {
        "subject": "rate",
        "from_stage": "mql",
        "to_stage": "sql",
        "entry_policy": "strict",
        "segment_dimension": "channel",
    }
    chain: Row = {
        "from_stage": "sql",
        "to_stage": "won",
        "entry_policy": "filled",
        "segment_dimension": "all",
    }
    month = ("month", "01-01", "02-01")
    week = ("week", "01-05", "01-12")
    for keys, (grain, before, after), totals, parts in (
        (
            channels,
            month,
            (1 / 4, 1.0),
            (
                ("rate", "web", 3 / 8),
                ("mix", "(none)", 5 / 32),
                ("mix", "event", 5 / 32),
            ),
        ),
        (
            channels,
            week,
            (1 / 2, 0.0),
            (("mix", "event", -1 / 4), ("mix", "web", -1 / 4)),
        ),
        (chain | {"subject": "wins"}, month, (1, 0), (("step", "opportunity", -1),)),
        (
            chain | {"subject": "revenue"},
            month,
            (1_000_000, 0),
            (("step", "opportunity", -1_000_000),),
        ),
    ):
        for rank, (kind, value, part) in enumerate(parts, start=1):
            yield keys | {
                "period_grain": grain,
                "period_0": date.fromisoformat(f"2026-{before}"),
                "period_1": date.fromisoformat(f"2026-{after}"),
                "comparison": "previous",
                "window_days": 30,
                "part_rank": rank,
                "part_kind": kind,
                "segment_value": value,
                "part": part,
                "total_0": totals[0],
                "total_1": totals[1],
                "headline_ja": "X",
                "headline_en": "X",
                "sentence_ja": "X",
                "sentence_en": "X",
            }
