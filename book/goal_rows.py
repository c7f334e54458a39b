"""What the company holds its figures against.

One class a file; its fields are the columns in order.
"""

# The calls describe columns; dataclasses takes them for what field() returns.
# ruff: noqa: RUF009

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from book.cells import code, day, money, number, one_of, prose
from book.mapping_rows import CHANNEL_GROUPS, TEAMS
from book.rows import Row

# What a stage is decided by, as far as a band depends on it; `any` is whatever it is
# for which no other row of the KPI is given.
DEFINITION_KINDS = (
    "any",
    "declared",
    "scored",
    "behaviour_and_fit",
    "behaviour",
    "fit",
    "recorded",
)
# What a target is set for; whether a deal expands a customer is no matter of channels.
TARGET_GROUPS = (*CHANNEL_GROUPS, "expansion")
# How many months a target may be set for.
GRAINS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class FunnelBenchmark(Row):
    """The band in which a KPI is usual, from `rate_lower` to `rate_upper`, both usual.

    It holds where the KPI's from-stage is decided as `definition_kind` says.
    """

    benchmark_id: str = code()
    kpi_id: str = code()
    definition_kind: str = one_of(*DEFINITION_KINDS)
    rate_lower: Decimal = number()
    rate_upper: Decimal = number()
    statement_ja: str = prose()
    statement_en: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)


@dataclass(frozen=True)
class KpiTarget(Row):
    """The revenue to be booked in a fiscal month, quarter or year, out of one group.

    `target_amount` is in the company's currency, without tax; `owner_team` None is all
    teams together.
    """

    target_id: str = code()
    period_grain: str = one_of(*GRAINS)
    period_on: date = day()
    source_group: str = one_of(*TARGET_GROUPS)
    owner_team: str | None = one_of(*TEAMS, may_be_empty=True)
    target_amount: Decimal = money()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
