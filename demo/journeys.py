"""What sales does with qualified leads: the cycles that the tools then record."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from demo.blocks import Block
from demo.draws import Bools, Ints, chance, pick, spread
from demo.people import People
from demo.qualification import holds
from demo.touches import Touches
from demo.wall_clock import (
    DAY,
    END,
    FIRST_DAY,
    HOUR,
    LAST_DAY,
    MINUTE,
    NEVER,
    draw_clock,
    draw_days,
    happened,
    in_office_hours,
)

NO_EXIT, RECYCLED, DISQUALIFIED, WON, LOST = range(5)
_ROUNDS: Final = 4
_COOL_DOWN: Final = 14 * DAY
_DECLARED: Final = (
    (70, MINUTE, 30 * MINUTE),
    (20, 30 * MINUTE, 6 * HOUR),
    (10, DAY, 6 * DAY),
)
_SYNCED: Final = (
    (60, MINUTE, 15 * MINUTE),
    (25, 15 * MINUTE, DAY),
    (15, DAY, 4 * DAY),
)
_ACCEPTED: Final = (
    (36, HOUR, DAY),
    (30, DAY, 3 * DAY),
    (16, 3 * DAY, 7 * DAY),
    (12, 7 * DAY, 26 * DAY),
    (6, 26 * DAY, 60 * DAY),
)
_CONFIRMED: Final = (
    (45, HOUR, 3 * DAY),
    (40, 3 * DAY, 10 * DAY),
    (15, 10 * DAY, 40 * DAY),
)
_MET: Final = ((45, HOUR, 5 * DAY), (40, 5 * DAY, 18 * DAY), (15, 18 * DAY, 45 * DAY))
_DECIDED: Final = (
    (40, 15 * DAY, 50 * DAY),
    (40, 50 * DAY, 100 * DAY),
    (20, 100 * DAY, 170 * DAY),
)
_GIVEN_UP: Final = ((50, 4 * DAY, 15 * DAY), (50, 15 * DAY, 45 * DAY))


@dataclass(frozen=True)
class Cycles:
    """One element a person and pass through the funnel; `NEVER` where it did not come.

    `person` below the number of MA leads is a lead's index, above it somebody whom
    only sales knows. `mql_at` is the approximate computed instant, `declared_at` what
    the marketing tool says, `synced_at` when the sales tool received the person.
    """

    person: Ints
    mql_at: Ints
    declared_at: Ints
    synced_at: Ints
    sal_at: Ints
    sql_at: Ints
    opportunity_at: Ints
    exit_at: Ints
    exit_kind: Ints

    def __len__(self) -> int:
        return len(self.person)

    def only(self, chosen: Bools | Ints) -> Cycles:
        """The chosen cycles."""
        return Cycles(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})


@dataclass(frozen=True)
class SalesOnly:
    """People the sales tool knew without (or before) the marketing tool.

    `created_at` of the SFA record, from January 2024 on; `lead` is the index of the
    MA lead who later turned out to be the same person, `NEVER` for none.
    """

    created_at: Ints
    lead: Ints
    company: Ints


def draw_sales_only(people: People, companies: int, *, block: Block) -> SalesOnly:
    """About one such person for nine leads; a third of them come to marketing too."""
    rng = block.stream("sales only")
    count = len(people) // 9 + 1
    is_old = chance(rng, 600, count)
    old = rng.integers(0, FIRST_DAY, count) * DAY + 10 * HOUR
    new = draw_days(rng, FIRST_DAY, LAST_DAY, count) * DAY + draw_clock(rng, count)
    created = in_office_hours(rng, np.where(is_old, old, new))
    originals = np.flatnonzero(people.person == np.arange(len(people)))
    lead = rng.permutation(originals)[:count]
    linked = is_old & chance(rng, 500, count)
    lead = np.where(linked, lead, NEVER)
    company = rng.integers(0, companies, count)
    return SalesOnly(
        np.where(created >= END, END - DAY, created),
        lead,
        np.where(linked, people.company[lead], company),
    )


def draw_cycles(
    people: People, touches: Touches, sales_only: SalesOnly, *, block: Block
) -> Cycles:
    """All cycles with a qualification or a recorded stage, by person and time."""
    rng = block.stream("journeys")
    qualified = holds(touches, people)
    persons = len(people) + len(sales_only.lead)
    gate = np.full(persons, NEVER)
    is_active = np.ones(persons, dtype=bool)
    known_at = np.concatenate([people.created_at, sales_only.created_at])
    rounds = []
    for nth in range(_ROUNDS):
        computed = _next_qualified(touches, qualified, gate, is_active, persons)
        begun = _declared_by_sales(rng, people, sales_only, gate, is_active, nth)
        by_sales = is_active & (begun != NEVER) & (computed == NEVER)
        chosen = np.flatnonzero((is_active & (computed != NEVER)) | by_sales)
        cycles = _follow_up(
            rng, chosen, known_at[chosen], computed[chosen], begun[chosen]
        )
        rounds.append(cycles)
        closed = cycles.exit_at != NEVER
        is_active = np.zeros(persons, dtype=bool)
        is_active[cycles.person[closed]] = True
        gate[cycles.person[closed]] = cycles.exit_at[closed] + _COOL_DOWN
    merged = Cycles(
        **{
            f.name: np.concatenate([getattr(part, f.name) for part in rounds])
            for f in fields(Cycles)
        }
    )
    reached = np.where(merged.mql_at != NEVER, merged.mql_at, merged.sal_at)
    return merged.only(np.lexsort((reached, merged.person)))


def _next_qualified(
    touches: Touches, qualified: Bools, gate: Ints, is_active: Bools, persons: int
) -> Ints:
    """The first touch of each active person, later than its gate, that qualifies."""
    at = np.flatnonzero(
        qualified
        & is_active[touches.person]
        & (touches.occurred_at > gate[touches.person])
    )
    found = np.full(persons, NEVER)
    person, first = np.unique(touches.person[at], return_index=True)
    found[person] = touches.occurred_at[at[first]]
    return found


def _declared_by_sales(
    rng: np.random.Generator,
    people: People,
    sales_only: SalesOnly,
    gate: Ints,
    is_active: Bools,
    nth: int,
) -> Ints:
    """When sales takes somebody up that no rule qualified (an instant or `NEVER`)."""
    persons = len(gate)
    start = np.concatenate([people.created_at, sales_only.created_at])
    start = np.maximum(start, gate) if nth else start
    delay = spread(rng, ((5, DAY, 20 * DAY), (5, 20 * DAY, 120 * DAY)), persons)
    is_known_to_sales = np.arange(persons) >= len(people)
    is_linked = np.zeros(persons, dtype=bool)
    is_linked[len(people) :] = sales_only.lead != NEVER
    is_copy = np.zeros(persons, dtype=bool)
    is_copy[: len(people)] = people.person != np.arange(len(people))
    takes = np.where(
        is_known_to_sales, chance(rng, 450, persons), chance(rng, 30, persons)
    )
    takes = takes & ~is_linked & ~is_copy & is_active
    begun = happened(in_office_hours(rng, start + delay))
    # Before the first month there is no record of what sales did.
    return np.where(takes & (begun >= FIRST_DAY * DAY), begun, NEVER)


def _follow_up(
    rng: np.random.Generator, person: Ints, known_at: Ints, mql_at: Ints, begun: Ints
) -> Cycles:
    size = len(person)
    is_qualified = mql_at != NEVER

    def after(instants: Ints, delays: tuple[tuple[int, int, int], ...]) -> Ints:
        later = in_office_hours(rng, instants + spread(rng, delays, size))
        return np.where(instants == NEVER, NEVER, happened(later))

    def where(truth: Bools, instants: Ints) -> Ints:
        return np.where(truth, instants, NEVER)

    declared = happened(mql_at + spread(rng, _DECLARED, size))
    early = np.maximum(mql_at - rng.integers(HOUR, 3 * DAY, size), known_at)
    declared = np.where(chance(rng, 20, size), early, declared)
    declared = where(is_qualified & chance(rng, 900, size), declared)
    noticed = np.where(declared != NEVER, declared, mql_at)
    synced = happened(noticed + spread(rng, _SYNCED, size))
    sync_rate = np.where(declared != NEVER, 930, 500)
    synced = where(is_qualified & (rng.integers(0, 1000, size) < sync_rate), synced)
    synced = np.where(is_qualified, synced, begun)

    accepted = chance(rng, 520, size) | ~is_qualified
    sal = where(accepted, after(synced, _ACCEPTED))
    sal = np.where(is_qualified, sal, begun)
    sql = where(chance(rng, 580, size), after(sal, _CONFIRMED))
    opportunity = where(chance(rng, 690, size), after(sql, _MET))

    outcome = pick(rng, (26, 44, 30), size)
    decided = where(outcome < 2, after(opportunity, _DECIDED))
    deepest = np.where(sql != NEVER, sql, np.where(sal != NEVER, sal, synced))
    given_up = where(opportunity == NEVER, after(deepest, _GIVEN_UP))
    drop = np.where(sal == NEVER, 460, 700)
    given_up = where(rng.integers(0, 1000, size) < drop, given_up)
    is_out = chance(rng, 200, size)
    exit_at = np.where(opportunity != NEVER, decided, given_up)
    exit_kind = np.where(
        opportunity != NEVER,
        np.where(outcome == 0, WON, LOST),
        np.where(is_out, DISQUALIFIED, RECYCLED),
    )
    # Careless entry: acceptance skipped, or typed in after the confirmation.
    swapped = (sql != NEVER) & chance(rng, 25, size)
    sal, sql = np.where(swapped, sql, sal), np.where(swapped, sal, sql)
    skipped = (sql != NEVER) & ~swapped & chance(rng, 70, size)
    return Cycles(
        person=person,
        mql_at=mql_at,
        declared_at=declared,
        synced_at=synced,
        sal_at=where(~skipped, sal),
        sql_at=sql,
        opportunity_at=opportunity,
        exit_at=exit_at,
        exit_kind=np.where(exit_at == NEVER, NO_EXIT, exit_kind),
    )
