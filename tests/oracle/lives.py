"""Says which cycles a lead lived through, when it reached each stage, and who agrees.

Written from the prose of the metrics: the cycles between exits, the best evidence of a
stage between the same two exits, the order of stages, the verdicts on what the tools
claim. It knows nothing of the SQL.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.oracle.gaps import Exit, Exits
from tests.oracle.replay import (
    DayCounts,
    Entry,
    Gap,
    LeadHistory,
    Recorded,
    Situation,
)
from tests.oracle.rulebook import STAGES, Rulebook

# Worst first, as the metrics list them.
WORST_FIRST = (
    "impossible order",
    "declared but not qualified",
    "qualified but not declared",
    "missing in SFA",
    "missing in MA",
    "deleted",
    "merged",
    "late",
)


@dataclass(frozen=True)
class Cycle:
    """A cycle was opened, by what."""

    basis: str
    lead_id: str
    cycle_number: int
    entry_type: str
    opened_at: datetime


@dataclass(frozen=True)
class Evidence:
    """What says that a stage was reached."""

    at: datetime
    system: str
    reference: str
    evidence_type: str
    definition_id: str


@dataclass(frozen=True)
class Reached:
    """A stage was reached in a cycle, in order or not.

    Nothing but the record of a person says that it is a lead.
    """

    basis: str
    lead_id: str
    cycle_number: int
    stage: str
    at: datetime
    is_out_of_order: bool
    evidence: Evidence | None


@dataclass(frozen=True)
class Verdict:
    """What MA, SFA and the definitions say of a stage, and of each other."""

    basis: str
    lead_id: str
    cycle_number: int
    stage: str
    ma_at: datetime | None
    sfa_at: datetime | None
    defined_at: datetime | None
    ma_sfa: str | None
    ma_definition: str | None
    sfa_definition: str | None
    worst: str


Lived = Cycle | Reached | Verdict


def life_of(
    history: LeadHistory,
    gaps: list[Gap],
    entries: list[Entry],
    book: Rulebook,
    basis: str,
) -> Iterator[Lived]:
    """Everything that became of a lead by the definitions of a basis."""
    fired: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        fired[entry.gap_number].append(entry)
    exits = Exits(history, book)
    endings = exits.endings()
    cycles: list[Cycle] = []
    reached: list[Reached] = []
    is_customer = False
    for gap in gaps:
        stages = _stages_of(history, gap, fired[gap.number], book)
        ending = None if gap.closes_at is None else endings[gap.closes_at]
        cycle = _opened(history, gap, stages, ending, is_customer, book)
        if cycle is not None:
            opening, opened_at = cycle
            if is_customer:
                # The deals before it are expansion, those since are the cycle's.
                stages = _stages_of(history, gap, fired[gap.number], book, opened_at)
            entry_type = _entry_type(opening, opened_at, fired[gap.number])
            number = len(cycles) + 1
            cycles.append(Cycle(basis, history.lead_id, number, entry_type, opened_at))
            reached += _reached(cycles[-1], stages, ending, book)
        if gap.number == 0 or stages.keys() & {"mql", "sal", "sql"}:
            is_customer = False
        is_customer = is_customer or _stage_of(ending) == "won"
    yield from cycles
    yield from reached
    yield from _verdicts(history, cycles, reached, exits, book)


def _stages_of(
    history: LeadHistory,
    gap: Gap,
    fired: list[Entry],
    book: Rulebook,
    deals_since: datetime = datetime.min,
) -> dict[str, Evidence]:
    """What says that each success stage but won was reached between two exits."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    for record in (*history.recorded, *history.changed_fields()):
        if gap.holds(record.at):
            for stage, definition_id in _stages_shown(record, history, book):
                found[stage].append(_evidence(record, definition_id))
    for entry in fired:
        at, name = entry.occurred_at, entry.definition_id
        found[entry.stage].append(Evidence(at, "computed", "", "rule", name))
    found["opportunity"] = [
        one for one in found["opportunity"] if one.at >= deals_since
    ]

    def precedence(one: Evidence) -> tuple[int, datetime, str, str]:
        return book.evidence_rank(one.evidence_type), *_in_time(one)

    return {
        stage: min(ways, key=_in_time if stage == "mql" else precedence)
        for stage, ways in found.items()
        if ways
    }


def _in_time(one: Evidence) -> tuple[datetime, str, str]:
    return one.at, one.system, one.reference


def _evidence(record: Recorded, definition_id: str) -> Evidence:
    return Evidence(
        record.at,
        record.system,
        f"{record.source} {record.event_id}",
        record.evidence_type,
        definition_id,
    )


def _stages_shown(
    record: Recorded, history: LeadHistory, book: Rulebook
) -> Iterator[tuple[str, str]]:
    """The success stages that a record alone is evidence of, by which definition."""
    seen = [one for one in history.observations if one.at <= record.at]
    profile = {one.name: one.value for one in seen}
    day = book.day_of(record.at)
    sources = {record.source}
    situation = Situation(book, day, profile, {}, sources, {}, DayCounts())
    for stage in STAGES:
        reading = [
            definition.definition_id
            for definition in situation.definitions(stage)
            for rule in book.evidence_of(definition.definition_id)
            if record.meets(rule)
        ]
        if reading:
            yield stage, min(reading)


def _opened(
    history: LeadHistory,
    gap: Gap,
    stages: dict[str, Evidence],
    ending: Exit | None,
    is_customer: bool,
    book: Rulebook,
) -> tuple[str, datetime] | None:
    """The stage that opened a cycle in a gap, and when; None if nothing did.

    A customer's deals are expansion: they open none.
    """
    if gap.number == 0:
        return "lead", history.acquired_at
    opening = {stage: one.at for stage, one in stages.items()}
    if ending is not None and _stage_of(ending) == "won":
        opening["won"] = ending.record.at
    if is_customer:
        opening = {
            stage: at
            for stage, at in opening.items()
            if stage not in ("opportunity", "won")
        }
    if not opening:
        return None
    order = book.stage_order
    stage = min(opening, key=lambda one: (opening[one], order(one)))
    return stage, opening[stage]


def _stage_of(ending: Exit | None) -> str | None:
    return None if ending is None else ending.definition.stage


def _entry_type(stage: str, opened_at: datetime, fired: list[Entry]) -> str:
    is_adoption = any(
        entry.is_adoption and (entry.stage, entry.occurred_at) == (stage, opened_at)
        for entry in fired
    )
    if is_adoption:
        return "adoption"
    return {"lead": "acquired", "mql": "requalified"}.get(stage, "sales_declared")


def _reached(
    cycle: Cycle, stages: dict[str, Evidence], ending: Exit | None, book: Rulebook
) -> Iterator[Reached]:
    """The stages of a cycle. What precedes its opening belongs to none."""
    found = {stage: one for stage, one in stages.items() if one.at >= cycle.opened_at}
    success = {stage: one.at for stage, one in found.items()}
    if cycle.cycle_number == 1:
        success["lead"] = cycle.opened_at
    if ending is not None:
        stage = ending.definition.stage
        definition_id = ending.definition.definition_id
        found[stage] = _evidence(ending.record, definition_id)
        if stage == "won":
            success["won"] = ending.record.at
    times = {stage: one.at for stage, one in found.items()} | success
    for stage, at in times.items():
        is_late = stage in success and any(
            other_at < at and book.stage_order(other) > book.stage_order(stage)
            for other, other_at in success.items()
        )
        yield Reached(
            cycle.basis,
            cycle.lead_id,
            cycle.cycle_number,
            stage,
            at,
            is_late,
            found.get(stage),
        )


def _verdicts(
    history: LeadHistory,
    cycles: list[Cycle],
    reached: list[Reached],
    exits: Exits,
    book: Rulebook,
) -> Iterator[Verdict]:
    # Cycle and stage → who says it was reached when.
    said: dict[tuple[int, str], dict[str, datetime]] = defaultdict(dict)
    for system, stage, at in _claims(history, exits):
        if stage == "lead":
            # Everybody is one: there is nothing to agree on.
            continue
        number = max(
            (cycle.cycle_number for cycle in cycles if cycle.opened_at <= at), default=1
        )
        sides = said[number, stage]
        sides[system] = min(at, sides.get(system, at))
    for one in reached:
        if one.stage != "lead":
            said[one.cycle_number, one.stage]["definition"] = one.at
    late = {(one.cycle_number, one.stage) for one in reached if one.is_out_of_order}
    for (number, stage), sides in said.items():
        later = [
            others
            for (other_number, other), others in said.items()
            if other_number == number
            and book.stage_order(other) > book.stage_order(stage)
        ]
        backwards = {
            system
            for system, at in sides.items()
            if system != "definition"
            and any(others.get(system, datetime.max) < at for others in later)
        }
        if (number, stage) in late:
            backwards.add("definition")
        verdicts = _pairs(history, stage, sides, backwards, book)
        worst = [one for one in WORST_FIRST if one in verdicts]
        yield Verdict(
            cycles[0].basis,
            history.lead_id,
            number,
            stage,
            sides.get("ma"),
            sides.get("sfa"),
            sides.get("definition"),
            *verdicts,
            worst[0] if worst else "agree",
        )


def _pairs(
    history: LeadHistory,
    stage: str,
    sides: dict[str, datetime],
    backwards: set[str],
    book: Rulebook,
) -> tuple[str | None, str | None, str | None]:
    """MA and SFA, MA and the definition, SFA and the definition."""
    can_ma, can_sfa = (stage in history.speaks[system] for system in ("ma", "sfa"))
    hours = timedelta(hours=book.late_after_hours(stage))
    ma, sfa, defined = (sides.get(name) for name in ("ma", "sfa", "definition"))

    def compared(
        left: datetime | None,
        right: datetime | None,
        without_left: str,
        without_right: str,
    ) -> str | None:
        if left is None and right is None:
            return None
        if left is None:
            return without_left
        if right is None:
            return without_right
        return "late" if abs(left - right) > hours else "agree"

    def gone(system: str, said_at: datetime | None, otherwise: str) -> str:
        if system in history.deleted:
            return "deleted"
        merged_at = history.merged.get(system)
        if merged_at is None or said_at is None or merged_at < said_at:
            return otherwise
        return "merged"

    def judged(can_say: bool, verdict: str | None, is_impossible: bool) -> str | None:
        if not can_say or verdict is None:
            return None
        return "impossible order" if is_impossible else verdict

    undeclared, unqualified = "qualified but not declared", "declared but not qualified"
    between_tools = compared(
        ma, sfa, gone("ma", sfa, "missing in MA"), gone("sfa", ma, "missing in SFA")
    )
    of_ma = compared(ma, defined, gone("ma", defined, undeclared), unqualified)
    of_sfa = compared(sfa, defined, gone("sfa", defined, undeclared), unqualified)
    is_late = "definition" in backwards
    return (
        judged(can_ma and can_sfa, between_tools, bool(backwards & {"ma", "sfa"})),
        judged(can_ma, of_ma, is_late),
        judged(can_sfa, of_sfa, is_late),
    )


def _claims(history: LeadHistory, exits: Exits) -> Iterator[tuple[str, str, datetime]]:
    """What a tool says by itself: the stage of its status, what became of a deal."""
    for record in history.recorded:
        if not exits.is_claimed(record):
            continue
        if record.signal in ("ma_status", "sfa_status") and record.argument is not None:
            yield record.system, record.argument, record.at
        elif record.signal.startswith("opportunity_"):
            outcome = record.signal.removeprefix("opportunity_")
            stage = "opportunity" if outcome == "created" else outcome
            yield "sfa", stage, record.at
