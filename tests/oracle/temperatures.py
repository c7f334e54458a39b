"""Says how hot a lead is by rule and by sales, second by second where either changes.

Written from the prose: judged as each day with a signal ends, the first temperature of
which a rule holds; in a cool-down too. What people record is a signal where a rule of
that day reads any record. Sales' word is what the field shows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from tests.oracle.replay import Gap, LeadHistory, Situation, reads_records, situations
from tests.oracle.rulebook import Rulebook

STILL = datetime(9999, 12, 31)
# Temperature and definition by rule; both None where no rule holds.
Ruled = tuple[str | None, str | None]


@dataclass(frozen=True, order=True)
class Temperature:
    """An interval in which neither the rule nor sales changes its word."""

    basis: str
    lead_id: str
    from_at: datetime
    to_at: datetime
    temperature: str | None
    definition_id: str | None
    recorded: str | None
    verdict: str | None


def temperatures_of(
    history: LeadHistory, gaps: list[Gap], book: Rulebook, as_of: datetime, basis: str
) -> list[Temperature]:
    """The intervals of a lead in which the rule or sales says something."""
    ruled = _ruled(history, gaps, book, as_of)
    said = _said(history)
    found: list[Temperature] = []
    instants = sorted({at for at in (*ruled, *said) if ruled and at >= min(ruled)})
    for from_at, to_at in pairwise([*instants, STILL]):
        temperature, definition_id = ruled[max(at for at in ruled if at <= from_at)]
        known = [at for at in said if at <= from_at]
        recorded = said[max(known)] if known else None
        verdict = _verdict(temperature, recorded, can_say=bool(known))
        words = (temperature, definition_id, recorded, verdict)
        if found and found[-1].to_at == from_at:
            last = found[-1]
            before = (last.temperature, last.definition_id, last.recorded, last.verdict)
            if before == words:
                from_at = found.pop().from_at
        if temperature is not None or recorded is not None:
            found.append(Temperature(basis, history.lead_id, from_at, to_at, *words))
    return found


def _ruled(
    history: LeadHistory, gaps: list[Gap], book: Rulebook, as_of: datetime
) -> dict[datetime, Ruled]:
    """What the rules say from the last signal of each day on."""
    days: dict[date, tuple[datetime, Ruled]] = {}
    for at, moment, _, situation in situations(history, gaps, book, as_of):
        is_signal = moment.has_status or moment.has_deed
        if is_signal or (moment.has_record and _asks_for_records(book, situation.day)):
            days[situation.day] = at, _judged(book, situation)
    return dict(days.values())


def _asks_for_records(book: Rulebook, day: date) -> bool:
    return any(
        reads_records(rules)
        for temperature in book.temperatures()
        for definition in book.definitions_on(temperature, day)
        for rules in book.groups_of(definition.definition_id)
    )


def _judged(book: Rulebook, situation: Situation) -> Ruled:
    for temperature in book.temperatures():
        definitions = situation.definitions(temperature)
        for definition in sorted(definitions, key=lambda row: row.definition_id):
            groups = book.groups_of(definition.definition_id)
            if any(situation.holds(definition, rules) for rules in groups):
                return temperature, definition.definition_id
    return None, None


def _said(history: LeadHistory) -> dict[datetime, str | None]:
    """What the field shows from each instant on, since there is a record of the SFA."""
    said: dict[datetime, str | None] = {}
    if history.sales_knows_from not in (None, datetime.min):
        assert history.sales_knows_from is not None
        said[history.sales_knows_from] = None
    for observation in history.fields:
        if observation.name == "temperature":
            said[observation.at] = observation.value
    words = [one.at for one in history.fields if one.name == "temperature"]
    known_from = history.sales_knows_from
    if known_from and words and min(words) < known_from not in words:
        # A word older than the record: nothing becomes empty as that is made.
        said.pop(known_from, None)
    return said


def _verdict(
    temperature: str | None, recorded: str | None, *, can_say: bool
) -> str | None:
    if not can_say:
        return None
    if recorded is None:
        return "missing in SFA"
    if temperature is None:
        return "declared but not qualified"
    return "agree" if temperature == recorded else "differs"
