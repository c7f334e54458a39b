"""The book as the replay asks it: what was in force on a day, and does a clause hold.

Written from the prose of the rules alone. It shares no code with the models.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from book.contents import BookRows
from book.rows import Dated, ScoreRule, StageDefinition, StageRule

# The stages whose rules may be evaluated; won and the exits are single records.
STAGES = ("mql", "sal", "sql", "opportunity")
COMPUTED = frozenset({"touch", "content", "attribute", "score"})
STATUSES = frozenset({"sfa_status", "ma_status"})
KINDS = ("behaviour", "engagement")
# Attribute name → the text that was last observed; a missing name was never observed.
Profile = Mapping[str, str | None]


class Rulebook:
    """One book, its days those of the company. Instants are naive UTC."""

    def __init__(self, rows: BookRows) -> None:
        (company,) = rows.companies
        self._zone = ZoneInfo(company.time_zone)
        self._rows = rows
        self._stages = {row.stage: row for row in rows.lifecycle_stages}
        self._groups: dict[str, dict[int, list[StageRule]]] = {}
        for rule in rows.stage_rules:
            groups = self._groups.setdefault(rule.definition_id, {})
            groups.setdefault(rule.rule_group, []).append(rule)
        self._mapped: dict[str, dict[str, tuple[str, int | None]]] = defaultdict(dict)
        self._ranks: dict[str, dict[str, int | None]] = defaultdict(dict)
        for row in rows.attribute_values:
            self._mapped[row.attribute][row.source_value] = (row.value, row.value_rank)
            self._ranks[row.attribute][row.value] = row.value_rank
        # Each is asked at every moment of every lead, and depends on its day only.
        self.day_of = cache(self._day_of)
        self.day_start = cache(self._day_start)
        self.definitions_on = cache(self._definitions_on)
        self.prices_on = cache(self._prices_on)
        self.decay_between = cache(self._decay_between)

    def _day_of(self, instant: datetime) -> date:
        """The company's day of an instant."""
        return instant.replace(tzinfo=UTC).astimezone(self._zone).date()

    def _day_start(self, day: date) -> datetime:
        """The first instant of a company day, also where its 00:00 does not exist."""
        start = datetime.combine(day, time.min, tzinfo=self._zone)
        return start.astimezone(UTC).replace(tzinfo=None)

    def evaluated_groups_of(self, definition_id: str) -> list[list[StageRule]]:
        """The groups of a definition that one record alone cannot decide."""
        groups = self._groups.get(definition_id, {}).values()
        return [rules for rules in groups if not _is_one_record(rules)]

    def groups_of(self, definition_id: str) -> list[list[StageRule]]:
        """All groups of a definition."""
        return list(self._groups.get(definition_id, {}).values())

    def temperatures(self) -> list[str]:
        """The temperatures in use, the first that holds first."""
        rows = sorted(self._rows.lifecycle_stages, key=lambda row: row.stage_order)
        return [row.stage for row in rows if row.stage_path == "temperature"]

    def evidence_of(self, definition_id: str) -> list[StageRule]:
        """The rules of a definition that a record alone meets."""
        groups = self._groups.get(definition_id, {}).values()
        return [rules[0] for rules in groups if _is_one_record(rules)]

    def evidence_rank(self, evidence_type: str) -> int:
        """How good a kind of evidence is; 1 is the best."""
        return next(
            row.priority
            for row in self._rows.evidence_priorities
            if row.evidence_type == evidence_type
        )

    def stage_order(self, stage: str) -> int:
        """The place of a stage among all stages."""
        return self._stages[stage].stage_order

    def late_after_hours(self, stage: str) -> int:
        """How far two dates of a stage may lie apart and still agree."""
        return self._stages[stage].late_after_hours

    def adoptions(self) -> dict[datetime, set[str]]:
        """The definitions that are evaluated as they come into force, by instant."""
        found: dict[datetime, set[str]] = defaultdict(set)
        for definition in self._rows.stage_definitions:
            if definition.is_draft or definition.stage not in STAGES:
                continue
            if definition.adoption_policy == "at_adoption" and definition.valid_from:
                start = self.day_start(definition.valid_from)
                found[start].add(definition.definition_id)
        return found

    def clause_holds(
        self, profile: Profile, attribute: str, comparison: str, value: str
    ) -> bool:
        """Does an attribute clause hold; what is not known makes it false."""
        observed = profile.get(attribute)
        if attribute == "job_level" and observed is None:
            observed = profile.get("title")
        if observed is None:
            return False
        ours, rank = self._mapped[attribute].get(observed, (observed, None))
        if comparison == "=":
            return ours == value
        if comparison == "!=":
            return ours != value
        if self._ranks[attribute]:
            wanted = self._ranks[attribute][value]
            return rank is not None and _compare(rank, comparison, wanted or 0)
        try:
            return _compare(float(ours), comparison, float(value))
        except ValueError:
            return False

    def attribute_points(self, profile: Profile, day: date) -> float:
        """The points that a profile is worth on a day."""
        return sum(
            float(rule.points)
            for rule in self.prices_on("attribute", day)
            if self.clause_holds(
                profile, rule.signal_argument, rule.comparison or "", rule.value or ""
            )
        )

    def field_holds(self, shown: str | None, comparison: str, value: str) -> bool:
        """Does a clause on an SFA field hold; an empty field makes it false."""
        if shown is None:
            return False
        if comparison in ("=", "!="):
            return (shown == value) == (comparison == "=")
        try:
            return _compare(float(shown), comparison, float(value))
        except ValueError:
            return False

    def score_scopes(self) -> list[str]:
        """The scopes of points that have a history: all touches, and a cycle's."""
        asked = {row.counts_from for row, _ in self._score_rules()}
        return sorted({"lifetime"} | asked)

    def score_thresholds(self, counts_from: str) -> list[tuple[str, str, str]]:
        """Series, `>=` or `>`, and value of what versions ask for; drafts do not."""
        sides = {">=": ">=", "<": ">=", ">": ">", "<=": ">"}
        return sorted(
            {
                (
                    rule.signal_argument or "",
                    sides[rule.comparison or ""],
                    str(float(rule.value or "")),
                )
                for row, rule in self._score_rules()
                if row.counts_from == counts_from and rule.comparison in sides
            }
        )

    def pace_changes(self) -> set[tuple[str, datetime]]:
        """The kinds and midnights from which a half-life holds."""
        return {
            (row.kind, self.day_start(row.valid_from))
            for row in self._rows.score_half_lives
            if row.valid_from is not None
        }

    def _score_rules(self) -> Iterator[tuple[StageDefinition, StageRule]]:
        for row in self._rows.stage_definitions:
            for rules in self._groups.get(row.definition_id, {}).values():
                for rule in rules:
                    if rule.signal == "score" and not row.is_draft:
                        yield row, rule

    def _definitions_on(self, stage: str, day: date) -> list[StageDefinition]:
        return [
            row
            for row in self._rows.stage_definitions
            if row.stage == stage and not row.is_draft and _in_force(row, day)
        ]

    def _prices_on(self, kind: str, day: date) -> list[ScoreRule]:
        return [
            row
            for row in self._rows.score_rules
            if row.kind == kind and _in_force(row, day)
        ]

    def _decay_between(self, kind: str, earned_on: date, day: date) -> float:
        """What the midnights after a day, up to that of another, leave of a balance."""
        left = 1.0
        while earned_on < day:
            earned_on += timedelta(days=1)
            left *= self._decay_on(kind, earned_on)
        return left

    def _decay_on(self, kind: str, day: date) -> float:
        """What a balance is multiplied by at the midnight that opens a day."""
        for row in self._rows.score_half_lives:
            if row.kind == kind and _in_force(row, day):
                if row.half_life_days is None:
                    return 1.0
                return float(2.0 ** (-1.0 / float(row.half_life_days)))
        return 1.0


def score_holds(score: float, comparison: str, value: str) -> bool:
    """Does a score clause hold; scores are compared to six decimals."""
    return _compare(round(score, 6), comparison, float(value))


def _is_one_record(rules: list[StageRule]) -> bool:
    """A plain recorded signal in a group of its own is evidence as it stands."""
    if len(rules) > 1 or rules[0].signal in COMPUTED:
        return False
    (rule,) = rules
    return not rule.is_negated and (
        rule.comparison in (None, "=")
        and rule.min_count in (None, 1)
        and rule.within_days is None
    )


def _in_force(row: Dated, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (
        row.valid_to is None or day < row.valid_to
    )


def _compare(left: float, comparison: str, right: float) -> bool:
    return {
        "=": left == right,
        "!=": left != right,
        ">": left > right,
        ">=": left >= right,
        "<": left < right,
        "<=": left <= right,
    }[comparison]
