"""What every row of the book is, and the rows of its dated definitions.

One class a file; its fields are the columns in order.
"""

# The calls describe columns; dataclasses takes them for what field() returns.
# ruff: noqa: RUF009

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from book.cells import (
    MOST_DAYS,
    MOST_HOURS,
    code,
    day,
    flag,
    number,
    one_of,
    prose,
    text,
    whole,
)
from book.intervals import Interval

SUCCESS_STAGES = ("lead", "mql", "sal", "sql", "opportunity", "won")
EXIT_STAGES = ("lost", "recycled", "disqualified")
# What ends a cycle: the exits, and the success of it.
CLOSING_STAGES = ("won", *EXIT_STAGES)
STAGES = SUCCESS_STAGES + EXIT_STAGES
# Not stages of the lifecycle but states beside it, from the hottest down.
TEMPERATURES = ("hot", "warm", "cold")
DEFINED = STAGES + TEMPERATURES
COMPARISONS = ("=", "!=", ">", ">=", "<", "<=")
ORDERED_COMPARISONS = (">", ">=", "<", "<=")
TOUCH_SIGNALS = ("touch", "content")
COMPUTED_SIGNALS = (*TOUCH_SIGNALS, "attribute", "score")
STATUS_SIGNALS = ("sfa_status", "ma_status")
STAGE_SIGNALS = (*STATUS_SIGNALS, "declared_stage")
OUTCOME_SIGNALS = ("call_outcome", "meeting_outcome")
OPPORTUNITY_SIGNALS = ("opportunity_created", "opportunity_won", "opportunity_lost")
EVENT_SIGNALS = (*STAGE_SIGNALS, *OUTCOME_SIGNALS, *OPPORTUNITY_SIGNALS)
RECORDED_SIGNALS = (*EVENT_SIGNALS, "sfa_field")
# What every tool knows of a person, or of its record in the sales tool.
PERSON_ATTRIBUTES = (
    "company_name",
    "department",
    "employees",
    "industry",
    "job_function",
    "job_level",
    "source",
    "title",
)
SFA_FIELDS = ("lead_source", "temperature")
SCORE_SERIES = ("total", "behaviour", "attribute", "engagement")


@dataclass(frozen=True)
class Row:
    """A row and the line of its file it stands on (the header is line 1)."""

    line: int


class Dated(Protocol):
    """A row that is in force inside [valid_from, valid_to); None is an open end."""

    @property
    def valid_from(self) -> date | None: ...

    @property
    def valid_to(self) -> date | None: ...


def in_force(row: Dated) -> Interval:
    """The days a row is in force."""
    return Interval.of(row.valid_from, row.valid_to)


@dataclass(frozen=True)
class LifecycleStage(Row):
    """A stage or temperature in use, its place and when it counts as late (hours)."""

    stage: str = one_of(*DEFINED)
    stage_order: int = whole(at_least=1)
    stage_path: str = one_of("success", "exit", "temperature")
    label_ja: str = prose()
    label_en: str = prose()
    late_after_hours: int = whole(at_least=0, at_most=MOST_HOURS)
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class StageDefinition(Row):
    """One dated version of what a stage means, for everybody or one segment.

    `grace_hours` is how long a closing stage can be taken back; other stages have none.
    """

    definition_id: str = code()
    stage: str = one_of(*DEFINED)
    version: int = whole(at_least=1)
    segment_dimension: str = code()
    segment_value: str = text()
    statement_ja: str = prose()
    statement_en: str = prose()
    purpose_ja: str = prose()
    purpose_en: str = prose()
    marketing_owner: str = prose()
    sales_owner: str = prose()
    marketing_approved_on: date | None = day(may_be_empty=True)
    sales_approved_on: date | None = day(may_be_empty=True)
    review_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)
    adoption_policy: str = one_of("at_next_signal", "at_adoption")
    counts_from: str = one_of("lifetime", "cycle")
    cool_down_days: int = whole(at_least=0, at_most=MOST_DAYS)
    grace_hours: int | None = whole(at_least=0, at_most=MOST_HOURS, may_be_empty=True)
    status: str = one_of("draft", "in_force", "retired")

    @property
    def segment(self) -> tuple[str, str]:
        """What the version is limited to; ("all", "all") is everybody."""
        return self.segment_dimension, self.segment_value

    @property
    def is_draft(self) -> bool:
        """True if the version was never in force."""
        return self.status == "draft"


@dataclass(frozen=True)
class StageRule(Row):
    """One clause of a definition: groups are OR-ed, the clauses of a group AND-ed."""

    definition_id: str = code()
    rule_group: int = whole(at_least=1)
    signal: str = one_of(*COMPUTED_SIGNALS, *RECORDED_SIGNALS)
    signal_argument: str | None = text(may_be_empty=True)
    comparison: str | None = one_of(*COMPARISONS, may_be_empty=True)
    value: str | None = text(may_be_empty=True)
    min_count: int | None = whole(at_least=1, may_be_empty=True)
    within_days: int | None = whole(at_least=1, at_most=MOST_DAYS, may_be_empty=True)
    is_negated: bool = flag()


@dataclass(frozen=True)
class ScoreRule(Row):
    """Points for a touch, a content or an attribute value."""

    score_rule_id: str = code()
    kind: str = one_of("behaviour", "engagement", "attribute")
    signal: str = one_of("touch", "content", "attribute")
    signal_argument: str = text()
    comparison: str | None = one_of(*COMPARISONS, may_be_empty=True)
    value: str | None = text(may_be_empty=True)
    points: Decimal = number()
    daily_cap: Decimal | None = number(may_be_empty=True)
    statement_ja: str = prose()
    statement_en: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class ScoreHalfLife(Row):
    """Days after which a kind's balance has halved; None is no decay."""

    kind: str = one_of("behaviour", "engagement")
    half_life_days: Decimal | None = number(may_be_empty=True)
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class KpiDefinition(Row):
    """A KPI name's denominator, unit and window; `window_days` None is to date."""

    kpi_id: str = code()
    kpi_name: str = prose()
    label_en: str = prose()
    from_stage: str = one_of(*STAGES)
    to_stage: str = one_of(*STAGES)
    unit: str = one_of("cycle", "person", "account")
    window_days: int | None = whole(at_least=1, at_most=MOST_DAYS, may_be_empty=True)
    entry_policy: str = one_of("strict", "filled")
    definition_basis: str = one_of("then")
    is_official: bool = flag()
    statement_ja: str = prose()
    statement_en: str = prose()
    purpose_ja: str = prose()
    purpose_en: str = prose()
    marketing_owner: str = prose()
    sales_owner: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    review_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class ConversionWindow(Row):
    """A window that cohorts are measured in."""

    window_days: int = whole(at_least=1, at_most=MOST_DAYS)
    is_default: bool = flag()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class EvidencePriority(Row):
    """Which evidence of a stage's time wins; 1 is the strongest."""

    evidence_type: str = code()
    priority: int = whole(at_least=1)
