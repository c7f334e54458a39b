"""Five leads and six cycles, worked out by hand, in the tables that analysts read.

As of 2026-03-31 (Asia/Tokyo); every time is 00:00 in Tokyo.

| lead | cycle | lead  | MQL   | SAL   | SQL   | later                         |
|------|-------|-------|-------|-------|-------|-------------------------------|
| L1   | 1     | 01-01 | 01-05 | 01-06 | 01-20 | opportunity 01-25, won 02-10  |
| L2   | 1     | 01-01 | 01-10 | 01-12 | -     | recycled 01-20                |
| L2   | 2     | -     | 02-20 | 02-21 | 03-10 | qualified again               |
| L3   | 1     | 01-01 | 01-15 | -     | -     |                               |
| L4   | 1     | 01-01 | 01-20 | -     | 02-25 | SAL skipped                   |
| L5   | 1     | 03-01 | 03-20 | 03-21 | -     |                               |

Each MQL follows from an enquiry at its instant and 50 or more employees (group 1 of the
book), but L5's: it has 5 employees and earns exactly the 80 points of group 2. A white
paper of 03-10 gave 100 points, ten days at a half-life of ten days leave 50, and the
seminar of 03-20 gives 30.

The definition changed on 2026-02-01 from mql_v1 to mql_v2, which says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from contracts import Contracts

Row = dict[str, Any]

AS_OF = datetime(2026, 3, 31, 14, 59, 59, 999999)
WINDOWS = (30, None)
STEPS = (("mql", "sal"), ("mql", "sql"), ("mql", "won"))
LATER = {"sal": ("sal", "sql", "won"), "sql": ("sql", "won"), "won": ("won",)}


def lead_key(name: str) -> str:
    """The pseudonym of `name`."""
    return name.lower().ljust(32, "0")


def tokyo(month_day: str) -> datetime:
    """00:00 in Tokyo on that day of 2026, as naive UTC."""
    return datetime.fromisoformat(f"2026-{month_day}") - timedelta(hours=9)


@dataclass(frozen=True)
class Cycle:
    """One cycle of the table above; `times` holds Tokyo days by stage."""

    lead: str
    number: int
    channel: str
    opened: str
    times: dict[str, str]
    inferred: dict[str, str] = field(default_factory=dict)

    @property
    def exit_type(self) -> str | None:
        return next((s for s in ("won", "recycled") if s in self.times), None)

    def at(self, stage: str) -> datetime | None:
        """When the stage was observed."""
        return tokyo(self.times[stage]) if stage in self.times else None

    def passed_at(self, stage: str) -> datetime | None:
        """When the stage was observed or, skipped, the next later one was."""
        times = [self.at(later) for later in LATER[stage]]
        return next((time for time in times if time is not None), None)


CYCLES = (
    Cycle(
        "L1",
        1,
        "web",
        "01-01",
        {
            "mql": "01-05",
            "sal": "01-06",
            "sql": "01-20",
            "opportunity": "01-25",
            "won": "02-10",
        },
    ),
    Cycle(
        "L2", 1, "web", "01-01", {"mql": "01-10", "sal": "01-12", "recycled": "01-20"}
    ),
    Cycle("L2", 2, "web", "02-20", {"mql": "02-20", "sal": "02-21", "sql": "03-10"}),
    Cycle("L3", 1, "event", "01-01", {"mql": "01-15"}),
    Cycle(
        "L4", 1, "(none)", "01-01", {"mql": "01-20", "sql": "02-25"}, {"sal": "02-25"}
    ),
    Cycle("L5", 1, "web", "03-01", {"mql": "03-20", "sal": "03-21"}),
)


def definition_of(stage: str, month_day: str) -> str:
    """The definition of `stage` in force on that day of 2026."""
    return f"{stage}_v{2 if stage == 'mql' and month_day >= '02-01' else 1}"


def write_golden_build(database: Path, contracts: Contracts) -> None:
    """Write the build with the tables and columns of `contracts`."""
    with duckdb.connect(str(database)) as connection:
        for table in contracts.tables:
            connection.execute(f"create schema if not exists {table.schema}")
            columns = ", ".join(f"{c.name} {c.physical_type}" for c in table.columns)
            connection.execute(f"create table {table.relation} ({columns})")
        for statement in _BUILD_ONLY.strip().split(";\n"):
            connection.execute(statement)
        for relation, rows in _tables().items():
            for row in rows:
                names = ", ".join(row)
                places = ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into {relation} ({names}) values ({places})",
                    list(row.values()),
                )


def _tables() -> dict[str, Iterable[Row]]:
    return {
        "facts.fct_lead_cycles": map(_cycle_row, CYCLES),
        "facts.fct_stage_entries": _entry_rows(),
        "facts.fct_stage_agreement": _agreement_rows(),
        "facts.fct_opportunities": [
            {
                "opportunity_id": lead_key("O1"),
                "lead_id": lead_key("L1"),
                "cycle_number": 1,
                "outcome": "won",
                "is_sourcing": True,
                "amount": 1_000_000,
                "currency": "JPY",
                "created_at": tokyo("01-25"),
                "won_at": tokyo("02-10"),
            }
        ],
        "dimensions.dim_leads": _lead_rows(),
        "dimensions.dim_lead_aliases": [
            {
                "member_key": lead_key(name),
                "lead_id": lead_key(name[:2]),
                "source": "exports",
                "object": "ma_lead",
            }
            for name in ("L1", "L2", "L3", "L4", "L5", "L1b")
        ],
        "dimensions.dim_days": _day_rows(),
        "marts.mart_funnel_cohorts": _cohort_rows(),
        "marts.mart_funnel_periods": _period_rows(),
        "marts.mart_person_conversions": _person_rows(),
        "marts.mart_stage_agreement": _agreement_count_rows(),
        "intermediate.int_lead_knowledge": [
            {"lead_id": lead_key(lead), "stage": stage}
            for lead in ("L1", "L2", "L3", "L4", "L5")
            for stage in ("lead", "mql", "sal", "sql", "opportunity", "won", "recycled")
        ],
        "intermediate.int_claims": _claim_rows(),
    }


def _claim_rows() -> Iterator[Row]:
    for row in _agreement_rows():
        for system in ("ma", "sfa"):
            if row[f"{system}_at"] is not None:
                yield {
                    "lead_id": row["lead_id"],
                    "cycle_number": row["cycle_number"],
                    "stage": row["stage"],
                    "system": system,
                    "claimed_at": row[f"{system}_at"],
                }


def _cycle_row(cycle: Cycle) -> Row:
    stages = ("mql", "sal", "sql", "opportunity", "won", "recycled")
    return {
        "lead_id": lead_key(cycle.lead),
        "cycle_number": cycle.number,
        "entry_type": "acquired" if cycle.number == 1 else "requalified",
        "exit_type": cycle.exit_type,
        "channel": cycle.channel,
        "lead_source": cycle.channel,
        "definition_id": "lead_v1" if cycle.number == 1 else "mql_v2",
        "is_open": cycle.exit_type is None,
        "has_order_conflict": False,
        "opened_at": tokyo(cycle.opened),
    } | {f"{stage}_at": cycle.at(stage) for stage in stages}


def _entry_rows() -> Iterator[Row]:
    for cycle in CYCLES:
        acquired = {"lead": cycle.opened} if cycle.number == 1 else {}
        observed = list((acquired | cycle.times).items())
        following = dict(pairwise(observed))
        for stage, day in (acquired | cycle.times | cycle.inferred).items():
            is_inferred = stage in cycle.inferred
            is_computed = stage == "mql" or is_inferred
            exit_to, exit_day = following.get((stage, day), (None, None))
            yield {
                "lead_id": lead_key(cycle.lead),
                "cycle_number": cycle.number,
                "stage": stage,
                "system": "computed" if is_computed else "sfa",
                "evidence_type": "inferred"
                if is_inferred
                else ("rule" if stage == "mql" else "sfa_history"),
                "definition_id": None if is_inferred else definition_of(stage, day),
                "is_inferred": is_inferred,
                "is_adoption": False,
                "is_out_of_order": False,
                "entered_at": tokyo(day),
                "recorded_at": None if is_inferred else tokyo(day),
                "exit_to": exit_to,
                "exited_at": tokyo(exit_day) if exit_day else None,
            }


def _agreement_rows() -> Iterator[Row]:
    """MA declares only MQL, SFA all the rest, both at once with the definitions."""
    for cycle in CYCLES:
        for stage, day in cycle.times.items():
            is_mql = stage == "mql"
            yield {
                "lead_id": lead_key(cycle.lead),
                "cycle_number": cycle.number,
                "stage": stage,
                "ma_definition_verdict": "agree" if is_mql else None,
                "sfa_definition_verdict": None if is_mql else "agree",
                "verdict": "agree",
                "ma_at": tokyo(day) if is_mql else None,
                "sfa_at": None if is_mql else tokyo(day),
                "defined_at": tokyo(day),
            }


def _lead_rows() -> Iterator[Row]:
    for cycle in CYCLES:
        if cycle.number == 1:
            yield {
                "lead_id": lead_key(cycle.lead),
                # L1 and L2 work for the same company.
                "account_id": lead_key("A1") if cycle.lead in ("L1", "L2") else None,
                "channel": cycle.channel,
                "lead_source": cycle.channel,
                "record_count": 2 if cycle.lead == "L1" else 1,
                "has_ma_record": True,
                "has_sfa_record": False,
                "is_deleted": False,
                "is_opted_out": False,
                "is_ambiguous": False,
                "acquired_at": tokyo(cycle.opened),
            }


def _day_rows() -> Iterator[Row]:
    for offset in range((date(2026, 3, 31) - date(2026, 1, 1)).days + 1):
        day = date(2026, 1, 1) + timedelta(days=offset)
        starts_at = datetime(day.year, day.month, day.day) - timedelta(hours=9)
        yield {
            "day_on": day,
            "fiscal_year": 2026,
            "week_on": _period("week", day),
            "month_on": _period("month", day),
            "quarter_on": _period("quarter", day),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(days=1),
        }


def _period(grain: str, day: date) -> date:
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1, month=day.month if grain == "month" else 1)


def _periods_of(instant: datetime) -> Iterator[tuple[str, date]]:
    day = (instant + timedelta(hours=9)).date()
    for grain in ("week", "month", "quarter"):
        yield grain, _period(grain, day)


def _segments_of(cycle: Cycle) -> tuple[tuple[str, str], ...]:
    return (("all", "all"), ("channel", cycle.channel))


def _cohort_rows() -> Iterator[Row]:
    entered: Counter[tuple[Any, ...]] = Counter()
    mature: Counter[tuple[Any, ...]] = Counter()
    converted: Counter[tuple[Any, ...]] = Counter()
    young: Counter[tuple[Any, ...]] = Counter()
    durations: dict[tuple[Any, ...], list[int]] = {}
    for cycle in CYCLES:
        start = tokyo(cycle.times["mql"])
        for grain, cohort_on in _periods_of(start):
            for from_stage, to_stage in STEPS:
                for window in WINDOWS:
                    for policy in ("strict", "filled"):
                        strict = policy == "strict"
                        at = cycle.at(to_stage) if strict else cycle.passed_at(to_stage)
                        end = start + timedelta(days=window) if window else AS_OF
                        for segment in _segments_of(cycle):
                            key = (
                                grain,
                                cohort_on,
                                from_stage,
                                to_stage,
                                window,
                                policy,
                                *segment,
                            )
                            entered[key] += 1
                            young[key] += int(start + timedelta(days=30) > AS_OF)
                            seen = cycle.at(to_stage)
                            if seen is not None and seen <= end <= AS_OF:
                                taken = durations.setdefault(key, [])
                                taken.append((seen - start).days)
                            if end <= AS_OF:
                                mature[key] += 1
                                converted[key] += int(at is not None and at <= end)
    for key, count in entered.items():
        grain, cohort_on, from_stage, to_stage, window, policy, dimension, value = key
        lower, upper = _wilson(converted[key], mature[key])
        yield {
            "definition_basis": "then",
            "period_grain": grain,
            "cohort_on": cohort_on,
            "from_stage": from_stage,
            "to_stage": to_stage,
            "window_days": window,
            "entry_policy": policy,
            "segment_dimension": dimension,
            "segment_value": value,
            "stage_knowledge": "observed",
            "cycles_entered": count,
            "cycles_mature": mature[key],
            "cycles_converted": converted[key],
            "conversion_rate": converted[key] / mature[key] if mature[key] else None,
            "rate_lower": lower,
            "rate_upper": upper,
            "median_days": _percentile(durations.get(key), 0.5),
            "p90_days": _percentile(durations.get(key), 0.9),
            "is_immature": young[key] > 0,
            "is_left_truncated": False,
        }


def _percentile(days: list[int] | None, share: float) -> float | None:
    """Between the two nearest of the sorted days, as percentile_cont defines it."""
    if days is None:
        return None
    ordered = sorted(days)
    place = share * (len(ordered) - 1)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def _wilson(converted: int, mature: int) -> tuple[float | None, float | None]:
    """95 % interval (Wilson 1927, without continuity correction)."""
    if mature == 0:
        return None, None
    z, rate = 1.959964, converted / mature
    middle = (converted + z * z / 2) / (mature + z * z)
    spread = mature * rate * (1 - rate) + z * z / 4
    half = z * spread**0.5 / (mature + z * z)
    return middle - half, middle + half


def _period_rows() -> Iterator[Row]:
    entries: Counter[tuple[Any, ...]] = Counter()
    for cycle in CYCLES:
        for stage in ("mql", "sal", "sql", "won"):
            for policy in ("strict", "filled"):
                if policy == "strict" or stage == "mql":
                    at = cycle.at(stage)
                else:
                    at = cycle.passed_at(stage)
                for grain, period_on in _periods_of(at) if at else ():
                    for segment in _segments_of(cycle):
                        entries[(grain, period_on, policy, *segment, stage)] += 1
    groups = {key[:5] for key in entries}
    for grain, period_on, policy, dimension, value in groups:
        for from_stage, to_stage in STEPS:
            group = (grain, period_on, policy, dimension, value)
            before, after = entries[(*group, from_stage)], entries[(*group, to_stage)]
            if before == after == 0:
                continue
            yield {
                "definition_basis": "then",
                "period_grain": grain,
                "period_on": period_on,
                "from_stage": from_stage,
                "to_stage": to_stage,
                "entry_policy": policy,
                "segment_dimension": dimension,
                "segment_value": value,
                "stage_knowledge": "observed",
                "entries_from": before,
                "entries_to": after,
                "period_ratio": after / before if before else None,
            }


def _person_rows() -> Iterator[Row]:
    """First MQL → SQL: L1, L2 (in its second cycle) and L4 did, L3 and L5 did not.

    The account of L1 and L2 became MQL and SQL through L1.
    """
    firsts = {
        "person_first_mql_ever": (
            ("01-05", True),
            ("01-10", True),
            ("01-15", False),
            ("01-20", True),
            ("03-20", False),
        ),
        "account_first_mql_ever": (("01-05", True),),
    }
    for metric, members in firsts.items():
        people: Counter[tuple[str, date]] = Counter()
        converted: Counter[tuple[str, date]] = Counter()
        for day, is_converted in members:
            for period in _periods_of(tokyo(day)):
                people[period] += 1
                converted[period] += int(is_converted)
        for (grain, period_on), count in people.items():
            yield {
                "definition_basis": "then",
                "metric": metric,
                "period_grain": grain,
                "period_on": period_on,
                "people": count,
                "converted": converted[(grain, period_on)],
                "share": converted[(grain, period_on)] / count,
            }


def _agreement_count_rows() -> Iterator[Row]:
    counts: Counter[tuple[str, date, str, str]] = Counter()
    for cycle in CYCLES:
        for stage, day in cycle.times.items():
            pair = "ma_definition" if stage == "mql" else "sfa_definition"
            for grain, period_on in _periods_of(tokyo(day)):
                counts[(grain, period_on, stage, pair)] += 1
                counts[(grain, period_on, stage, "worst")] += 1
    for (grain, period_on, stage, pair), cycles in counts.items():
        yield {
            "definition_basis": "then",
            "period_grain": grain,
            "period_on": period_on,
            "stage": stage,
            "system_pair": pair,
            "verdict": "agree",
            "cycles": cycles,
        }


# What the rules read beside the published tables.
_BUILD_ONLY = f"""
create schema book;
create schema intermediate;
create table intermediate.int_run as select
    timestamp '{AS_OF}' as as_of, date '2026-03-31' as as_of_on,
    'Asia/Tokyo' as time_zone;
create table intermediate.int_lead_knowledge (
    lead_id varchar, stage varchar, observed_from timestamp
);
create table intermediate.int_claims (
    lead_id varchar, cycle_number bigint, stage varchar, system varchar,
    claimed_at timestamp
);
create table intermediate.int_windows as select * from (values
    (30::bigint, 30::bigint), (null, 30)
) as t(window_days, maturing_days);
create table intermediate.int_identities as select
    rpad(name, 32, '0') as record_key, rpad(left(name, 2), 32, '0') as lead_id,
    true as is_delivered
from (values ('l1'), ('l2'), ('l3'), ('l4'), ('l5'), ('l1b')) as t(name);
create table intermediate.int_opportunity_leads as select
    rpad('l1', 32, '0') as lead_id, null::varchar as product,
    null::varchar as deal_rank, 'won' as outcome, 1000000::decimal(18, 4) as amount,
    'JPY' as currency, timestamp '2026-01-24 15:00' as created_at,
    timestamp '2026-02-09 15:00' as won_at, null::timestamp as lost_at,
    null::date as close_on;
create table intermediate.int_row_accounting as select
    'exports' as source, 'ma_leads' as table_name, 10::bigint as physical_records,
    10::bigint as counted_records, 5::bigint as accepted, 1::bigint as quarantined,
    1::bigint as exact_duplicates, 1::bigint as superseded, 1::bigint as tombstones,
    1::bigint as held, 0::bigint as erased;
create table book.lifecycle_stages as select * from (values
    ('lead', 1, 'success'), ('mql', 2, 'success'), ('sal', 3, 'success'),
    ('sql', 4, 'success'), ('opportunity', 5, 'success'), ('won', 6, 'success'),
    ('lost', 7, 'exit'), ('recycled', 8, 'exit'), ('disqualified', 9, 'exit')
) as t(stage, stage_order, stage_path);
create table book.stage_definitions as select
    stage || '_v' || version as definition_id, stage, version::bigint as version,
    'all' as segment_dimension, 'all' as segment_value, 'lifetime' as counts_from,
    'at_next_signal' as adoption_policy, status, valid_from, valid_to
from (values
    ('lead', 1, 'in_force', null, null),
    ('mql', 1, 'retired', null, date '2026-02-01'),
    ('mql', 2, 'in_force', date '2026-02-01', null),
    ('mql', 3, 'draft', date '2026-02-01', null),
    ('sal', 1, 'in_force', null, null), ('sql', 1, 'in_force', null, null),
    ('opportunity', 1, 'in_force', null, null), ('won', 1, 'in_force', null, null),
    ('recycled', 1, 'in_force', null, null)
) as t(stage, version, status, valid_from, valid_to);
insert into dimensions.dim_stage_definitions by name
    select *, 'Wortlaut' as statement_ja, 'Wording' as statement_en,
        0::bigint as cool_down_days
    from book.stage_definitions;
create or replace table book.stage_definitions as
    select * from dimensions.dim_stage_definitions;
insert into dimensions.dim_kpis by name select * from (values
    ('person_first_mql_ever', 'A', 'person', true),
    ('account_first_mql_ever', 'B', 'account', true)
) as t(kpi_id, kpi_name, unit, is_official),
(values ('mql', 'sql', 'strict', 'then', 'X', 'X', 'X'))
    as s(from_stage, to_stage, entry_policy, definition_basis, label_en, statement_ja,
        statement_en);
create table book.kpi_definitions as select * from dimensions.dim_kpis;
create table book.stage_rules as select
    'mql_v' || version as definition_id, rules.*
from (values (1), (2)) as v(version), (values
    (1, 'touch', 'enquiry', null, null, 1, 30, false),
    (1, 'attribute', 'employees', '>=', '50', null, null, false),
    (2, 'score', 'total', '>=', '80', null, null, false)
) as rules(rule_group, signal, signal_argument, comparison, value, min_count,
    within_days, is_negated);
create table book.score_rules as select *, null::date as valid_to from (values
    ('paper', 'behaviour', 'touch', 'whitepaper', null, null, 100.0, 100.0, null::date),
    ('seminar', 'behaviour', 'touch', 'seminar', null, null, 30.0, null, null),
    ('small', 'attribute', 'attribute', 'employees', '<', '5', -50.0, null, null)
) as t(score_rule_id, kind, signal, signal_argument, comparison, value, points,
    daily_cap, valid_from);
create table book.score_half_lives as select * from (values
    ('behaviour', 10.0, null::date, null::date)
) as t(kind, half_life_days, valid_from, valid_to);
create table book.attribute_values as select * from (values
    ('job_level', '課長', 'section_manager', 3::bigint)
) as t(attribute, source_value, value, value_rank);
create table dimensions.dim_lead_sources as select
    'exports' as source, 'ma_lead' as object, 'm' || i as source_record_id,
    rpad('l' || i, 32, '0') as lead_id
from range(1, 6) as t(i);
create table intermediate.int_lead_gaps as select
    rpad('l' || lead_number, 32, '0') as lead_id, gap_number, starts_after_at,
    cooled_after_at, exit_at
from (values
    (1, 0, null::timestamp, null::timestamp, timestamp '2026-02-09 15:00'),
    (2, 0, null, null, timestamp '2026-01-19 15:00'),
    (2, 1, timestamp '2026-01-19 15:00', timestamp '2026-02-02 15:00', null),
    (3, 0, null, null, null), (4, 0, null, null, null), (5, 0, null, null, null)
) as t(lead_number, gap_number, starts_after_at, cooled_after_at, exit_at);
create table intermediate.int_port_touches as select
    'exports' as source, 'm' || lead_number as source_record_id, touch_type,
    null::varchar as content_id, occurred_at
from (values
    (1, 'enquiry', timestamp '2026-01-04 15:00'),
    (2, 'enquiry', timestamp '2026-01-09 15:00'),
    (2, 'enquiry', timestamp '2026-02-19 15:00'),
    (3, 'enquiry', timestamp '2026-01-14 15:00'),
    (4, 'enquiry', timestamp '2026-01-19 15:00'),
    (5, 'whitepaper', timestamp '2026-03-09 15:00'),
    (5, 'seminar', timestamp '2026-03-19 15:00')
) as t(lead_number, touch_type, occurred_at);
create table intermediate.int_attribute_events as select
    rpad('l' || lead_number, 32, '0') as lead_id, 'employees' as attribute,
    employees::varchar as value, employees::double as value_number,
    timestamp '2025-12-31 15:00' as observed_at
from (values (1, 50), (2, 60), (3, 300), (4, 51), (5, 5)) as t(lead_number, employees);
create table intermediate.int_status_events as select
    null::varchar as lead_id, null::timestamp as occurred_at where false
"""
