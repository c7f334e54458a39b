"""Words of other systems, and ours."""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Protocol

from book.contents import BookRows
from book.mapping_rows import CHANNEL_GROUPS, UNKNOWN_GROUP, VOCABULARIES
from book.problems import Problem

EVIDENCE_FILE = "definitions/evidence_priorities.csv"
LEAD_STATUS_FILE = "mappings/lead_status.csv"
OPPORTUNITY_STAGE_FILE = "mappings/opportunity_stage.csv"
# What stage times are read from; others may be ranked before anything yields them.
EVIDENCE_TYPES = ("sfa_history", "sfa_stamp", "ma_log")
CHANNEL_FILE = "mappings/channel.csv"
CHANNELS_FILE = "mappings/channels.csv"
# What a channel may be that is neither online nor offline, and of no group.
UNDECIDED = ("unknown", "other")
WORDS_FILE = "mappings/words.csv"
ATTRIBUTE_FILE = "mappings/attribute_values.csv"


class Mapped(Protocol):
    """A row that maps a word."""

    @property
    def line(self) -> int: ...

    @property
    def source_value(self) -> str: ...


def check_mappings(rows: BookRows) -> Iterator[Problem]:
    """A word means one thing, and what it means exists."""
    stages = {row.stage for row in rows.lifecycle_stages}
    for status in rows.lead_status:
        if status.stage not in stages:
            yield Problem(
                LEAD_STATUS_FILE,
                status.line,
                status.source_value,
                f"stage {status.stage} is not in lifecycle_stages.csv",
                "map the word to a stage in use",
            )
    yield from _check_words(LEAD_STATUS_FILE, rows.lead_status, is_lower_case=True)
    yield from _check_words(
        OPPORTUNITY_STAGE_FILE, rows.opportunity_stages, is_lower_case=True
    )
    yield from _check_words(CHANNEL_FILE, rows.channel_words)
    yield from _check_words(WORDS_FILE, rows.words, is_lower_case=True)
    yield from _check_vocabularies(rows)
    yield from _check_channels(rows)
    yield from _check_words(ATTRIBUTE_FILE, rows.attribute_values)
    yield from _check_ranks(rows)
    yield from _check_evidence(rows)


def _check_words(
    file: str, words: Sequence[Mapped], *, is_lower_case: bool = False
) -> Iterator[Problem]:
    """A word stands in the form it is compared in, else it would never match.

    Landing unifies the widths of code columns (NFKC); all but channels and attribute
    values are compared in lower case.
    """
    for row in words:
        compared = unicodedata.normalize("NFKC", row.source_value)
        if is_lower_case:
            compared = compared.lower()
        if compared != row.source_value:
            yield Problem(
                file,
                row.line,
                row.source_value,
                f"source_value {row.source_value!r} would never match, "
                f"words are compared as {compared!r}",
                "write it so",
            )


def _check_vocabularies(rows: BookRows) -> Iterator[Problem]:
    """A closed vocabulary takes none but its own values."""
    for word in rows.words:
        allowed = VOCABULARIES[word.vocabulary]
        if allowed is not None and word.value not in allowed:
            yield Problem(
                WORDS_FILE,
                word.line,
                word.source_value,
                f"value {word.value!r} is no {word.vocabulary}",
                f"use one of {', '.join(allowed)}",
            )


def _check_channels(rows: BookRows) -> Iterator[Problem]:
    """Every channel has its place in the taxonomy, and its group, where known."""
    known = {row.channel for row in rows.channels}
    for word in rows.channel_words:
        if word.channel not in known:
            yield Problem(
                CHANNEL_FILE,
                word.line,
                word.source_value,
                f"channel {word.channel} is not in channels.csv",
                "register it there or map the word to a registered channel",
            )
    for row in rows.channels:
        if {row.means, row.origin} & set(UNDECIDED):
            continue
        known_place = f"although {row.means} from {row.origin} is known"
        if row.is_online is None:
            yield Problem(
                CHANNELS_FILE,
                row.line,
                row.channel,
                f"is_online is empty {known_place}",
                "write true or false",
            )
        if row.source_group == UNKNOWN_GROUP:
            yield Problem(
                CHANNELS_FILE,
                row.line,
                row.channel,
                f"source_group is {UNKNOWN_GROUP} {known_place}",
                f"write one of {', '.join(CHANNEL_GROUPS)}",
            )


def _check_ranks(rows: BookRows) -> Iterator[Problem]:
    """All words of one value carry one rank, and two values never share one."""
    rank_of: dict[tuple[str, str], int | None] = {}
    value_of: dict[tuple[str, int], str] = {}
    for row in rows.attribute_values:

        def problem(reason: str, fix: str, row: Mapped = row) -> Problem:
            return Problem(ATTRIBUTE_FILE, row.line, row.source_value, reason, fix)

        known = rank_of.setdefault((row.attribute, row.value), row.value_rank)
        if known != row.value_rank:
            yield problem(
                f"{row.attribute} {row.value} has two ranks", "give it one rank"
            )
        elif row.value_rank is not None:
            owner = value_of.setdefault((row.attribute, row.value_rank), row.value)
            if owner != row.value:
                yield problem(
                    f"value_rank {row.value_rank} of {row.attribute} is that of "
                    f"{owner} and of {row.value}",
                    "rank the two apart",
                )


def _check_evidence(rows: BookRows) -> Iterator[Problem]:
    ranked = {row.evidence_type for row in rows.evidence_priorities}
    for evidence_type in EVIDENCE_TYPES:
        if evidence_type not in ranked:
            yield Problem(
                EVIDENCE_FILE,
                None,
                None,
                f"does not rank the evidence {evidence_type}",
                "add its row",
            )
    seen: dict[int, str] = {}
    for row in rows.evidence_priorities:
        owner = seen.setdefault(row.priority, row.evidence_type)
        if owner != row.evidence_type:
            yield Problem(
                EVIDENCE_FILE,
                row.line,
                row.evidence_type,
                f"priority {row.priority} is also that of {owner}",
                "give each evidence its own priority",
            )
