"""Says when the book's computed MQL rule fires, by living through each lead's events.

One lead, one event after the other, in plain Python: slow and obvious, as the models
are fast and set-based. It knows the rules as prose says them and nothing of the SQL.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from book.rows import ScoreRule, StageDefinition, StageRule
from tests.oracle.rulebook import COMPUTED, KINDS, Rulebook, next_day, score_holds


@dataclass(frozen=True)
class Touch:
    """A touch, its instant cut to the second."""

    touch_type: str
    content_id: str | None
    at: datetime


@dataclass(frozen=True)
class Observation:
    """An attribute took a value (None: it was removed), in the order of a history."""

    attribute: str
    value: str | None
    at: datetime


@dataclass(frozen=True)
class Gap:
    """A stretch between two exits; only instants in (opens_after, closes_at] count.

    `opens_after` is the end of the cool-down, None before the first exit; `closes_at`
    is the next exit, None while there is none.
    """

    number: int
    opens_after: datetime | None
    closes_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return (self.opens_after is None or at > self.opens_after) and (
            self.closes_at is None or at <= self.closes_at
        )


@dataclass
class LeadHistory:
    """Everything about one lead; all instants cut to the second, naive UTC.

    `gaps` are those of each basis; `observations` are in the order in which they overwrite each other; `signals` are
    the instants of whatever else makes the rule be looked at; `sources` are the
    sources of its records, each from the instant a record of it exists.
    """

    lead_id: str
    acquired_at: datetime
    gaps: dict[str, list[Gap]] = field(default_factory=dict)
    touches: list[Touch] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    signals: list[datetime] = field(default_factory=list)
    sources: list[tuple[str, datetime]] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Entry:
    """The rule fired, by the definitions of a basis."""

    basis: str
    lead_id: str
    gap_number: int
    occurred_at: datetime
    definition_id: str


class Tally:
    """What a set of touches adds up to: counts per day and two decaying balances."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._counts: dict[tuple[str, str], dict[date, int]] = {}
        self._carried = dict.fromkeys(KINDS, 0.0)
        self._today: date | None = None
        self._priced_today: dict[str, dict[ScoreRule, int]] = {}

    def add(self, touch: Touch) -> None:
        """Count a touch; touches come in the order of time."""
        day = self._book.day_of(touch.at)
        self._turn_to(day)
        keys = [("touch", touch.touch_type)]
        if touch.content_id is not None:
            keys.append(("content", touch.content_id))
        for key in keys:
            days = self._counts.setdefault(key, {})
            days[day] = days.get(day, 0) + 1
        for kind in KINDS:
            for rule in self._book.prices_on(kind, day):
                if (rule.signal, rule.signal_argument) in keys:
                    priced = self._priced_today.setdefault(kind, {})
                    priced[rule] = priced.get(rule, 0) + 1

    def count(
        self, signal: str, argument: str, within_days: int | None, day: date
    ) -> int:
        """Touches on the last `within_days` company days, `day` included."""
        after = None if within_days is None else day - timedelta(days=within_days)
        return sum(
            number
            for on, number in self._counts.get((signal, argument), {}).items()
            if after is None or on > after
        )

    def balance(self, kind: str, day: date) -> float:
        """The points of a kind as they stand on a day, its touches so far included."""
        self._turn_to(day)
        return self._carried[kind] + self._points_of_today(kind)

    def _turn_to(self, day: date) -> None:
        if self._today is None:
            self._today = day
        while self._today < day:
            self._today = next_day(self._today)
            for kind in KINDS:
                balance = self._carried[kind] + self._points_of_today(kind)
                self._carried[kind] = balance * self._book.decay_on(kind, self._today)
            self._priced_today = {}

    def _points_of_today(self, kind: str) -> float:
        return sum(
            _capped(float(rule.points) * number, rule.daily_cap)
            for rule, number in self._priced_today.get(kind, {}).items()
        )


def _capped(points: float, cap: object) -> float:
    if cap is None:
        return points
    limit = float(str(cap))
    return min(points, limit) if limit > 0 else max(points, limit)


@dataclass
class _Moment:
    """What happens to a lead within one second."""

    touches: list[Touch] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    adopted: set[str] = field(default_factory=set)
    is_signal: bool = False


def replay(
    history: LeadHistory, book: Rulebook, as_of: datetime, basis: str
) -> Iterator[Entry]:
    """The entries of one lead: the first instant of each gap at which a rule holds."""
    lifetime, cycle = Tally(book), Tally(book)
    profile: dict[str, str | None] = {}
    sources: set[str] = set()
    current: Gap | None = None
    is_entered = False
    for at, moment in _moments(history, book, as_of):
        gap = next((gap for gap in history.gaps[basis] if gap.holds(at)), None)
        if gap is not None and gap != current:
            current, is_entered, cycle = gap, False, Tally(book)
        # All of one instant is applied before anything is asked.
        for observation in moment.observations:
            profile[observation.attribute] = observation.value
        sources |= moment.sources
        for touch in moment.touches:
            lifetime.add(touch)
            if gap is not None:
                cycle.add(touch)
        if gap is None or is_entered or at < history.acquired_at:
            continue
        situation = Situation(
            book,
            book.day_of(at),
            profile,
            sources,
            {"lifetime": lifetime, "cycle": cycle},
        )
        for definition in situation.definitions():
            is_asked = moment.is_signal or definition.definition_id in moment.adopted
            if is_asked and situation.fires(definition):
                is_entered = True
                yield Entry(
                    basis, history.lead_id, gap.number, at, definition.definition_id
                )
                break


@dataclass(frozen=True)
class Situation:
    """A lead at an instant, with everything of that instant applied."""

    book: Rulebook
    day: date
    profile: dict[str, str | None]
    sources: set[str]
    tallies: dict[str, Tally]

    def definitions(self) -> list[StageDefinition]:
        """The definitions of this lead: those of its segments, else the general one."""
        in_force = self.book.definitions_on(self.day)
        general = [row for row in in_force if row.segment_dimension == "all"]
        special = [
            row
            for row in in_force
            if row.segment_dimension != "all" and self._is_in(row)
        ]
        return special or general

    def fires(self, definition: StageDefinition) -> bool:
        """Does any group of computed clauses hold as a whole?"""
        tally = self.tallies[definition.counts_from]
        return any(
            all(self._holds(rule, tally) != rule.is_negated for rule in rules)
            for rules in self.book.groups_of(definition.definition_id).values()
            if all(rule.signal in COMPUTED for rule in rules)
        )

    def _is_in(self, definition: StageDefinition) -> bool:
        dimension, value = definition.segment
        if dimension == "source":
            return value in self.sources
        return self.book.clause_holds(self.profile, dimension, "=", value)

    def _holds(self, rule: StageRule, tally: Tally) -> bool:
        argument = rule.signal_argument or ""
        if rule.signal == "attribute":
            return self.book.clause_holds(
                self.profile, argument, rule.comparison or "", rule.value or ""
            )
        if rule.signal == "score":
            score = self._score(argument, tally)
            return score_holds(score, rule.comparison or "", rule.value or "")
        count = tally.count(rule.signal, argument, rule.within_days, self.day)
        return count >= (rule.min_count or 1)

    def _score(self, series: str, tally: Tally) -> float:
        if series == "attribute":
            return self.book.attribute_points(self.profile, self.day)
        if series != "total":
            return tally.balance(series, self.day)
        balances = sum(tally.balance(kind, self.day) for kind in KINDS)
        return balances + self.book.attribute_points(self.profile, self.day)


def _moments(
    history: LeadHistory, book: Rulebook, as_of: datetime
) -> Iterable[tuple[datetime, _Moment]]:
    moments: dict[datetime, _Moment] = {}

    def at(instant: datetime) -> _Moment:
        return moments.setdefault(instant, _Moment())

    for touch in history.touches:
        at(touch.at).touches.append(touch)
        at(touch.at).is_signal = True
    for observation in history.observations:
        at(observation.at).observations.append(observation)
        at(observation.at).is_signal = True
    for instant in history.signals:
        at(instant).is_signal = True
    for source, since in history.sources:
        at(since).sources.add(source)
    for instant, definition_ids in book.adoptions().items():
        if history.acquired_at <= instant:
            at(instant).adopted |= definition_ids
    return sorted(
        (pair for pair in moments.items() if pair[0] <= as_of), key=lambda pair: pair[0]
    )
