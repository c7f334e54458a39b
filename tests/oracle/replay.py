"""Says when the book's evaluated rules fire, by living through each lead's events.

One lead, one event after the other, in plain Python: slow and obvious, as the models
are fast and set-based. It knows the rules as prose says them and nothing of the SQL.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from book.rows import ScoreRule, StageDefinition, StageRule
from tests.oracle.rulebook import (
    COMPUTED,
    KINDS,
    STAGES,
    STATUSES,
    Rulebook,
    score_holds,
)


@dataclass(frozen=True)
class Touch:
    """A touch, its instant cut to the second."""

    touch_type: str
    content_id: str | None
    at: datetime


@dataclass(frozen=True)
class Observation:
    """An attribute or a field took a value (None: it was removed), in history's order.

    What a new record shows is no change: `is_change` is false.
    """

    name: str
    value: str | None
    at: datetime
    is_change: bool = True
    source: str = ""
    event_id: str = ""


@dataclass(frozen=True)
class Recorded:
    """People recorded an event: a status, a call, a meeting, what became of a deal.

    `event_id` is the tool's own id of what says so; `undone_at` is when the tool went
    back to what it had said before; `is_stamp`: no history tells of it, the record
    shows it.
    """

    signal: str
    argument: str | None
    at: datetime
    deal_id: str | None = None
    undone_at: datetime | None = None
    value: str | None = None
    source: str = ""
    event_id: str = ""
    is_stamp: bool = False

    @property
    def system(self) -> str:
        return "ma" if self.signal == "ma_status" else "sfa"

    @property
    def evidence_type(self) -> str:
        if self.system == "ma":
            return "ma_log"
        return "sfa_stamp" if self.is_stamp else "sfa_history"

    def meets(self, rule: StageRule) -> bool:
        """Is this what a rule on one record asks for? A status declares its stage."""
        signals = {self.signal}
        if self.signal in STATUSES:
            signals.add("declared_stage")
        return (
            rule.signal in signals
            and rule.signal_argument == self.argument
            and rule.value in (None, self.value)
        )


@dataclass(frozen=True)
class Gap:
    """A stretch between two exits: the instants in (starts_after, closes_at].

    `starts_after` is the exit before it and `cooled_after` the end of the cool-down,
    None before the first exit; `closes_at` is the next exit, None while there is none.
    """

    number: int
    starts_after: datetime | None
    cooled_after: datetime | None
    closes_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return (self.starts_after is None or at > self.starts_after) and (
            self.closes_at is None or at <= self.closes_at
        )

    def is_cooling_at(self, at: datetime) -> bool:
        return self.cooled_after is not None and at <= self.cooled_after


@dataclass
class LeadHistory:
    """Everything about one lead; all instants cut to the second, naive UTC.

    `observations` of attributes and `fields` of the SFA are in the order in which they
    overwrite each other; `sources` are the sources of its records, each from the
    instant a record of it exists; `deals` say when each was made; `sales_knows_from` is
    when the first of its records in an SFA was made; `merged` says when a record of the
    MA (`ma`) or SFA (`sfa`) was last merged away, `deleted` where none is left of them;
    `speaks` which stages each can say.
    """

    lead_id: str
    acquired_at: datetime
    touches: list[Touch] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    fields: list[Observation] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    sources: list[tuple[str, datetime]] = field(default_factory=list)
    deals: dict[str, datetime] = field(default_factory=dict)
    sales_knows_from: datetime | None = None
    merged: dict[str, datetime] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    speaks: dict[str, set[str]] = field(default_factory=dict)

    def changed_fields(self) -> list[Recorded]:
        """The changes of its SFA fields, as records of their own."""
        return [
            Recorded(
                "sfa_field",
                one.name,
                one.at,
                value=one.value,
                source=one.source,
                event_id=one.event_id,
            )
            for one in self.fields
            if one.is_change
        ]


@dataclass(frozen=True, order=True)
class Entry:
    """The rule of a stage fired, by the definitions of a basis.

    `rule_group` is the first group that held; `numbers` are the scores and counts that
    its clauses saw, to two decimals and in order.
    """

    basis: str
    lead_id: str
    gap_number: int
    stage: str
    occurred_at: datetime
    definition_id: str
    is_adoption: bool
    rule_group: int
    numbers: tuple[float, ...]


class DayCounts:
    """How often things happened, by company day."""

    def __init__(self) -> None:
        self._days: dict[tuple[str, str], dict[date, int]] = {}

    def add(self, signal: str, argument: str, day: date) -> None:
        days = self._days.setdefault((signal, argument), {})
        days[day] = days.get(day, 0) + 1

    def count(
        self, signal: str, argument: str, within_days: int | None, day: date
    ) -> int:
        """How often on the last `within_days` company days, `day` included."""
        after = None if within_days is None else day - timedelta(days=within_days)
        return sum(
            number
            for on, number in self._days.get((signal, argument), {}).items()
            if after is None or on > after
        )


class Tally:
    """What a set of touches adds up to: counts per day and two decaying balances."""

    def __init__(self, book: Rulebook) -> None:
        self.counts = DayCounts()
        self._book = book
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
        for signal, argument in keys:
            self.counts.add(signal, argument, day)
        for kind in KINDS:
            for rule in self._book.prices_on(kind, day):
                if (rule.signal, rule.signal_argument) in keys:
                    priced = self._priced_today.setdefault(kind, {})
                    priced[rule] = priced.get(rule, 0) + 1

    def balance(self, kind: str, day: date) -> float:
        """The points of a kind as they stand on a day, its touches so far included."""
        self._turn_to(day)
        return self._carried[kind] + self._points_of_today(kind)

    def _turn_to(self, day: date) -> None:
        if self._today is not None and self._today < day:
            for kind in KINDS:
                balance = self._carried[kind] + self._points_of_today(kind)
                left = self._book.decay_between(kind, self._today, day)
                self._carried[kind] = balance * left
            self._priced_today = {}
        self._today = day

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
class Moment:
    """What happens to a lead within one second."""

    touches: list[Touch] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    fields: list[Observation] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    adopted: set[str] = field(default_factory=set)

    def asks(
        self, definition: StageDefinition, rules: list[StageRule], is_cooling: bool
    ) -> bool:
        """Is there a signal at which this group of rules is evaluated?

        In the cool-down only what people record is one, and none for an MQL.
        """
        is_adopted = definition.definition_id in self.adopted and not is_cooling
        return is_adopted or self.signals(definition, rules, is_cooling)

    def signals(
        self, definition: StageDefinition, rules: list[StageRule], is_cooling: bool
    ) -> bool:
        """The same, adoptions apart: they are no signal of the lead's own."""
        if self.has_status or (self.has_record and reads_records(rules)):
            return not (is_cooling and definition.stage == "mql")
        return self.has_deed and not is_cooling

    @property
    def has_status(self) -> bool:
        """A tool put the lead into a stage."""
        return any(record.signal in STATUSES for record in self.recorded)

    @property
    def has_record(self) -> bool:
        """People recorded anything at all."""
        return bool(self.recorded) or any(one.is_change for one in self.fields)

    @property
    def has_deed(self) -> bool:
        """The lead did something, or more became known of it."""
        return bool(self.touches or self.observations or self.sources)


def as_numbers(numbers: Iterable[float]) -> tuple[float, ...]:
    """Numbers of clauses in a form that both sides write alike.

    Rounded to six decimals first, as scores are before anything is compared.
    """
    return tuple(sorted(round(round(number, 6), 2) + 0.0 for number in numbers))


def reads_records(rules: list[StageRule]) -> bool:
    return any(rule.signal not in COMPUTED | STATUSES for rule in rules)


def replay(
    history: LeadHistory,
    gaps: list[Gap],
    book: Rulebook,
    as_of: datetime,
    basis: str,
    stages: Iterable[str] = STAGES,
) -> Iterator[Entry]:
    """The entries of one lead: the first instant of each gap at which a rule holds."""
    current: Gap | None = None
    waiting = set(stages)
    for at, moment, gap, situation in situations(history, gaps, book, as_of):
        if gap != current:
            current, waiting = gap, set(stages)
        is_cooling = gap.is_cooling_at(at)
        for stage in sorted(waiting):
            for definition in situation.definitions(stage):
                met = [
                    rules
                    for rules in book.evaluated_groups_of(definition.definition_id)
                    if moment.asks(definition, rules, is_cooling)
                    and situation.holds(definition, rules)
                ]
                if met:
                    waiting.discard(stage)
                    # What the lead did or people recorded counts before an adoption.
                    signalled = [
                        rules
                        for rules in met
                        if moment.signals(definition, rules, is_cooling)
                    ]
                    deciding = min(
                        signalled or met, key=lambda rules: rules[0].rule_group
                    )
                    yield Entry(
                        basis,
                        history.lead_id,
                        gap.number,
                        stage,
                        at,
                        definition.definition_id,
                        not signalled,
                        deciding[0].rule_group,
                        as_numbers(situation.numbers(definition, deciding)),
                    )
                    break


def situations(
    history: LeadHistory, gaps: list[Gap], book: Rulebook, as_of: datetime
) -> Iterator[tuple[datetime, "Moment", Gap, "Situation"]]:
    """Every instant since the acquisition, what happens then and how the lead stands.

    A situation is that of its instant only until the next one is asked for.
    """
    lifetime, cycle, recorded = Tally(book), Tally(book), DayCounts()
    profile: dict[str, str | None] = {}
    fields: dict[str, str | None] = {}
    sources: set[str] = set()
    current: Gap | None = None
    for at, moment in _moments(history, book, as_of):
        gap = next(gap for gap in gaps if gap.holds(at))
        if gap != current:
            current = gap
            cycle, recorded = Tally(book), DayCounts()
        day = book.day_of(at)
        # All of one instant is applied before anything is asked.
        for observation in moment.observations:
            profile[observation.name] = observation.value
        for observation in moment.fields:
            fields[observation.name] = observation.value
        for record in moment.recorded:
            recorded.add(record.signal, record.argument or "", day)
        sources |= moment.sources
        for touch in moment.touches:
            lifetime.add(touch)
            if not gap.is_cooling_at(at):
                cycle.add(touch)
        if at >= history.acquired_at:
            tallies = {"lifetime": lifetime, "cycle": cycle}
            situation = Situation(
                book, day, profile, fields, sources, tallies, recorded
            )
            yield at, moment, gap, situation


@dataclass(frozen=True)
class Situation:
    """A lead at an instant, with everything of that instant applied.

    `tallies` hold its touches, `recorded` what people recorded since the last exit.
    """

    book: Rulebook
    day: date
    profile: dict[str, str | None]
    fields: dict[str, str | None]
    sources: set[str]
    tallies: dict[str, Tally]
    recorded: DayCounts

    def definitions(self, stage: str) -> list[StageDefinition]:
        """The definitions of this lead: the most specific of those that apply to it."""
        applying = [
            row for row in self.book.definitions_on(stage, self.day) if self._is_in(row)
        ]
        ranks = {"source": 0, "all": 2}
        best = min((ranks.get(row.segment_dimension, 1) for row in applying), default=0)
        return [row for row in applying if ranks.get(row.segment_dimension, 1) == best]

    def holds(self, definition: StageDefinition, rules: list[StageRule]) -> bool:
        """Does a group of rules hold as a whole?"""
        tally = self.tallies[definition.counts_from]
        return all(self._holds(rule, tally) != rule.is_negated for rule in rules)

    def numbers(
        self, definition: StageDefinition, rules: list[StageRule]
    ) -> Iterator[float]:
        """The scores and counts that a group of rules looks at."""
        tally = self.tallies[definition.counts_from]
        for rule in rules:
            if rule.signal == "score":
                yield self._score(rule.signal_argument or "", tally)
            elif rule.signal not in ("attribute", "sfa_field"):
                yield self._count(rule, tally)

    def _is_in(self, definition: StageDefinition) -> bool:
        dimension, value = definition.segment
        if dimension == "all":
            return True
        if dimension == "source":
            return value in self.sources
        return self.book.clause_holds(self.profile, dimension, "=", value)

    def _holds(self, rule: StageRule, tally: Tally) -> bool:
        argument = rule.signal_argument or ""
        comparison, value = rule.comparison or "", rule.value or ""
        if (rule.signal, argument) == ("attribute", "source"):
            is_of = value in self.sources
            return bool(self.sources) and is_of == (comparison == "=")
        if rule.signal == "attribute":
            return self.book.clause_holds(self.profile, argument, comparison, value)
        if rule.signal == "sfa_field":
            return self.book.field_holds(self.fields.get(argument), comparison, value)
        if rule.signal == "score":
            return score_holds(self._score(argument, tally), comparison, value)
        return self._count(rule, tally) >= (rule.min_count or 1)

    def _count(self, rule: StageRule, tally: Tally) -> int:
        counts = tally.counts if rule.signal in COMPUTED else self.recorded
        argument = rule.signal_argument or ""
        return counts.count(rule.signal, argument, rule.within_days, self.day)

    def _score(self, series: str, tally: Tally) -> float:
        if series == "attribute":
            return self.book.attribute_points(self.profile, self.day)
        if series != "total":
            return tally.balance(series, self.day)
        balances = sum(tally.balance(kind, self.day) for kind in KINDS)
        return balances + self.book.attribute_points(self.profile, self.day)


def _moments(
    history: LeadHistory, book: Rulebook, as_of: datetime
) -> Iterable[tuple[datetime, Moment]]:
    moments: dict[datetime, Moment] = {}

    def at(instant: datetime) -> Moment:
        return moments.setdefault(instant, Moment())

    for touch in history.touches:
        at(touch.at).touches.append(touch)
    for observation in history.observations:
        at(observation.at).observations.append(observation)
    for observation in history.fields:
        at(observation.at).fields.append(observation)
    for record in history.recorded:
        at(record.at).recorded.append(record)
    for source, since in history.sources:
        at(since).sources.add(source)
    for instant, definition_ids in book.adoptions().items():
        if history.acquired_at <= instant:
            at(instant).adopted |= definition_ids
    return sorted(
        (pair for pair in moments.items() if pair[0] <= as_of), key=lambda pair: pair[0]
    )
