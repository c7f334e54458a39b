"""Says which stages can be known of whom, and from when the history allows it.

Written from the prose of the metrics: a group of rules can be evaluated where the tools
deliver each of its signals; what one tool of a landscape delivers, it delivers for the
people of all of them. A source with both sides is a landscape of its own, all others
are one. Everybody can be known to be a lead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from book.contents import BookRows
from book.rows import StageDefinition, StageRule


@dataclass(frozen=True)
class Delivered:
    """A source can deliver a signal, with one argument or any, since when."""

    source: str
    signal: str
    argument: str | None
    since: datetime | None


@dataclass(frozen=True)
class KnownGroup:
    """A group of rules can be evaluated; since its first and its last signal."""

    source: str
    definition_id: str
    rule_group: int
    observed_from: datetime | None
    complete_from: datetime | None


@dataclass(frozen=True)
class KnownStage:
    """A stage can be known of the people of a source, or of one of them."""

    basis: str
    of: str
    stage: str
    observed_from: datetime | None


Known = KnownGroup | KnownStage


@dataclass(frozen=True)
class Landscape:
    """What the tools deliver, the sources of every lead, and who shares tools."""

    delivered: tuple[Delivered, ...]
    sources_of: Mapping[str, frozenset[str]]
    sides: Mapping[str, frozenset[str]]

    def knowledge(
        self, rows: BookRows, bases: Mapping[str, BookRows], published: Iterable[str]
    ) -> Iterator[Known]:
        """Everything that can be known by a book."""
        groups = list(self._groups(rows))
        yield from groups
        for basis, based in bases.items():
            stages = {row.definition_id: row.stage for row in based.stage_definitions}
            since: dict[tuple[str, str], list[datetime | None]] = defaultdict(list)
            for group in groups:
                if group.definition_id in stages:
                    key = group.source, stages[group.definition_id]
                    since[key].append(group.observed_from)
            for source in self.sides:
                if "lead" in stages.values():
                    since[source, "lead"] = [None]
            for (source, stage), starts in since.items():
                yield KnownStage(basis, source, stage, _first(starts))
            if basis in published:
                yield from self._of_leads(basis, since)

    def _of_leads(
        self, basis: str, since: Mapping[tuple[str, str], list[datetime | None]]
    ) -> Iterator[KnownStage]:
        for lead_id, sources in self.sources_of.items():
            starts: dict[str, list[datetime | None]] = defaultdict(list)
            for (source, stage), known_since in since.items():
                if source in sources:
                    starts[stage] += known_since
            for stage, found in starts.items():
                yield KnownStage(basis, lead_id, stage, _first(found))

    def _groups(self, rows: BookRows) -> Iterator[KnownGroup]:
        rules: dict[tuple[str, int], list[StageRule]] = defaultdict(list)
        for rule in rows.stage_rules:
            rules[rule.definition_id, rule.rule_group].append(rule)
        for definition in rows.stage_definitions:
            for (definition_id, number), asked in rules.items():
                if definition_id == definition.definition_id:
                    for source in self.sides:
                        if _applies(definition, source):
                            yield from self._group(source, definition_id, number, asked)

    def _group(
        self, source: str, definition_id: str, number: int, rules: list[StageRule]
    ) -> Iterator[KnownGroup]:
        since: list[datetime | None] = []
        for rule in rules:
            found = [
                one.since
                for one in self.delivered
                if self._shares(one.source, source)
                and one.signal == rule.signal
                and one.argument in (None, rule.signal_argument)
            ]
            if not found:
                return
            since += found
        last = max((one for one in since if one is not None), default=None)
        yield KnownGroup(source, definition_id, number, _first(since), last)

    def _shares(self, source: str, other: str) -> bool:
        """Are they one source, or do both stand for one side alone?"""
        if source not in self.sides:
            return False
        return source == other or (
            len(self.sides[source]) == 1 and len(self.sides[other]) == 1
        )


def _applies(definition: StageDefinition, source: str) -> bool:
    return definition.segment_dimension != "source" or (
        definition.segment_value == source
    )


def _first(since: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in since if one is not None), default=None)
