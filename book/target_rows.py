"""The company itself, the bounds it keeps and how its raw files are written.

One class a file; its fields are the columns in order.
"""

# The calls describe columns; dataclasses takes them for what field() returns.
# ruff: noqa: RUF009

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from book.cells import (
    MOST_DAYS,
    code,
    day,
    matching,
    number,
    one_of,
    prose,
    text,
    whole,
)
from book.mapping_rows import TEAMS
from book.rows import SUCCESS_STAGES, Row

# How a raw file may be encoded.
ENCODINGS = ("utf-8", "cp932")
# Mappings whose unmapped words are counted.
BOUNDED_MAPPINGS = (
    "channel",
    "lead_status",
    "opportunity_stage",
    "touch_type",
    "activity_type",
    "call_outcome",
    "team",
    "booking_type",
    "member_status",
    "currency",
    "temperature",
    "job_level",
    "industry",
)
# What a landmark of a cycle is counted from: its opening, or a stage it enters.
LANDMARK_ANCHORS = ("opened", "mql", "sal", "sql")


@dataclass(frozen=True)
class Company(Row):
    """Whose book this is: days, fiscal year and money."""

    company_id: str = code()
    time_zone: str = text()
    fiscal_year_start_month: int = whole(at_least=1)
    currency: str = matching(r"[A-Z]{3}", "JPY")
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class MappingBound(Row):
    """How large a share of a mapping's rows may be unmapped.

    Above it a run is blocked where `blocks_from_rows` rows or more have a word.
    """

    mapping: str = one_of(*BOUNDED_MAPPINGS)
    max_unmapped_share: Decimal = number()
    blocks_from_rows: int = whole(at_least=1)


@dataclass(frozen=True)
class ScoreBand(Row):
    """Scores that are reported together: from `lower_bound` up to the next one's.

    The band without a `lower_bound` takes what lies under all others.
    """

    band: str = code()
    lower_bound: Decimal | None = number(may_be_empty=True)
    label_ja: str = prose()
    label_en: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class CallCapacity(Row):
    """How many calls a week the team can make that works the entries of a stage.

    `calls_per_lead` is the mean number of calls that one entry causes.
    """

    stage: str = one_of(*SUCCESS_STAGES)
    team: str = one_of(*TEAMS)
    calls_per_lead: Decimal = number()
    calls_per_week: int = whole(at_least=1)
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class ScoreLandmark(Row):
    """When in the life of a cycle its score is held against what came of it later.

    Rates on fewer than `min_cycles` cycles are not shown for a single score rule.
    """

    landmark: str = code()
    anchor: str = one_of(*LANDMARK_ANCHORS)
    after_days: int = whole(at_least=0, at_most=MOST_DAYS)
    min_cycles: int = whole(at_least=1)
    label_ja: str = prose()
    label_en: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class CompanySize(Row):
    """A band of company sizes: from so many employees up to the next band."""

    company_size: str = code()
    employees_from: int = whole(at_least=0)
    label_ja: str = prose()
    label_en: str = prose()


@dataclass(frozen=True)
class AgeBand(Row):
    """Ages that are reported together: from so many days up to the next band."""

    age_band: str = code()
    days_from: int = whole(at_least=0, at_most=MOST_DAYS)
    label_ja: str = prose()
    label_en: str = prose()


@dataclass(frozen=True)
class Feed(Row):
    """How the raw files of one table are written; None: as their contract says.

    `time_zone` is that of stamps without an offset.
    """

    source: str = code()
    table_name: str = code()
    encoding: str | None = one_of(*ENCODINGS, may_be_empty=True)
    time_zone: str | None = text(may_be_empty=True)
