"""The marts of the golden company, counted from its cycles, see `golden_cycles`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.contracts.golden_cycles import (
    AS_OF,
    CYCLES,
    LATER,
    Cycle,
    Row,
    lead_key,
    periods_of,
    tokyo,
)
from tests.contracts.golden_facts import agreement_rows, day_rows

WINDOWS = (30, None)
STEPS = (("mql", "sal"), ("mql", "sql"), ("mql", "won"))


def _segments_of(cycle: Cycle) -> tuple[tuple[str, str], ...]:
    return (("all", "all"), ("channel", cycle.channel))


def cohort_rows() -> Iterator[Row]:
    """The cohorts of the MQLs, cycle by cycle."""
    entered: Counter[tuple[Any, ...]] = Counter()
    mature: Counter[tuple[Any, ...]] = Counter()
    converted: Counter[tuple[Any, ...]] = Counter()
    young: Counter[tuple[Any, ...]] = Counter()
    members: dict[tuple[Any, ...], list[Member]] = {}
    for cycle in CYCLES:
        start = tokyo(cycle.times["mql"])
        for grain, cohort_on in periods_of(start):
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
                            members.setdefault(key, []).append(
                                _member(cycle, start, at, to_stage, strict=strict)
                            )
                            if end <= AS_OF:
                                mature[key] += 1
                                converted[key] += int(at is not None and at <= end)
    for key, count in entered.items():
        grain, cohort_on, from_stage, to_stage, window, policy, dimension, value = key
        lower, upper = wilson(converted[key], mature[key])
        estimate, median, p90 = _estimated(members[key], window)
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
            "estimated_rate": estimate,
            "median_days": median,
            "p90_days": p90,
            # The one rate of the book's KPIs.
            "is_official": (to_stage, window, policy) == ("sql", 30, "strict"),
            "is_immature": young[key] > 0,
            "is_left_truncated": False,
        }


@dataclass(frozen=True)
class Member:
    """A cycle of a cohort: whole days until it converts, leaves or is out of sight."""

    converts: int | None
    leaves: int | None
    seen: int
    is_timed: bool

    @property
    def until(self) -> int:
        ends = [day for day in (self.converts, self.leaves) if day is not None]
        return min([*ends, self.seen])


def _member(
    cycle: Cycle, start: datetime, at: datetime | None, to_stage: str, *, strict: bool
) -> Member:
    """Recycled it is out, and past the stage where skipping counts as not reaching."""
    exits = [cycle.at("recycled")]
    if strict and to_stage != "won":
        exits += [cycle.at(later) for later in LATER[to_stage][1:]]
    out = min((exit_at for exit_at in exits if exit_at is not None), default=None)
    return Member(
        converts=(at - start).days if at is not None else None,
        leaves=(out - start).days if out is not None and at is None else None,
        seen=(AS_OF - start).days,
        is_timed=cycle.at(to_stage) is not None,
    )


def _estimated(
    members: Sequence[Member], window: int | None
) -> tuple[float | None, float | None, float | None]:
    """Aalen-Johansen's share that converts within the window, median and P90 days.

    Day by day: the share still in the running, times the converting share of those at
    risk. To date has no share; nor has a window up to whose end nobody is followed.
    """
    running, share, timed = 1.0, 0.0, [(0, 0.0)]
    last = max(member.until for member in members) if window is None else window
    for day in range(last + 1):
        at_risk = [member for member in members if member.until >= day]
        if not at_risk:
            break
        converting = [member for member in at_risk if member.converts == day]
        leaving = [member for member in at_risk if member.leaves == day]
        share += running * len(converting) / len(at_risk)
        seen = [member for member in converting if member.is_timed]
        timed.append((day, timed[-1][1] + running * len(seen) / len(at_risk)))
        running *= 1 - (len(converting) + len(leaving)) / len(at_risk)
    total = timed[-1][1]
    median, p90 = (
        next((float(d) for d, so_far in timed if so_far >= q * total - 1e-9), None)
        if total
        else None
        for q in (0.5, 0.9)
    )
    followed = any(window is not None and one.until >= window for one in members)
    is_known = window is not None and (followed or running < 1e-9)
    return (share if is_known else None), median, p90


def _percentile(days: Sequence[float] | None, share: float) -> float | None:
    """Between the two nearest of the sorted numbers, as percentile_cont defines it."""
    if days is None:
        return None
    ordered = sorted(days)
    place = share * (len(ordered) - 1)
    below = ordered[int(place)]
    above = ordered[min(int(place) + 1, len(ordered) - 1)]
    return below + (above - below) * (place - int(place))


def wilson(converted: int, mature: int) -> tuple[float | None, float | None]:
    """95 % interval (Wilson 1927, without continuity correction)."""
    if mature == 0:
        return None, None
    z, rate = 1.959964, converted / mature
    middle = (converted + z * z / 2) / (mature + z * z)
    spread = mature * rate * (1 - rate) + z * z / 4
    half = z * spread**0.5 / (mature + z * z)
    return middle - half, middle + half


def recycling_rows() -> Iterator[Row]:
    """What became of the MQLs of each month, in 30 days and to date.

    Of January's four one was recycled, L2 on 01-20, within 30 days of its MQL. It came
    back on 02-20, 31 days later: not within 30, so its recycling yielded nothing; to
    date it came back and reached SQL. March's L5 is not mature. 0 of 1 has the 95 %
    interval (0, 0.793451), 1 of 1 (0.206549, 1) and 0 of 4 or 1 of 4 theirs.
    """
    # month, window: entered, mature, recycled, of these mature, re-entered, mature, SQL
    counts = {
        ("01", 30): (4, 4, 1, 1, 0, 0, 0, 1),
        ("01", None): (4, 4, 1, 1, 1, 1, 1, 1),
        ("02", 30): (1, 1, 0, 0, 0, 0, 0, 0),
        ("02", None): (1, 1, 0, 0, 0, 0, 0, 0),
        ("03", 30): (1, 0, 0, 0, 0, 0, 0, 0),
        ("03", None): (1, 1, 0, 0, 0, 0, 0, 0),
    }
    names = (
        "cycles_entered",
        "cycles_mature",
        "cycles_recycled",
        "recycled_mature",
        "cycles_reentered",
        "reentered_mature",
        "reentered_to_sql",
        "recycled_settled",
    )
    rates = (
        ("recycling_rate", "cycles_recycled", "cycles_mature"),
        ("reentry_rate", "cycles_reentered", "recycled_mature"),
        ("reentered_yield_rate", "reentered_to_sql", "reentered_mature"),
        ("recycled_yield_rate", "reentered_to_sql", "recycled_settled"),
    )
    for (month, window), numbers in counts.items():
        row: Row = dict(zip(names, numbers, strict=True))
        for rate, part, whole in rates:
            lower, upper = wilson(row[part], row[whole])
            row[rate] = row[part] / row[whole] if row[whole] else None
            row |= {f"{rate}_lower": lower, f"{rate}_upper": upper}
        yield row | {
            "definition_basis": "then",
            "period_grain": "month",
            "cohort_on": date(2026, int(month), 1),
            "from_stage": "mql",
            "window_days": window,
            "segment_dimension": "all",
            "segment_value": "all",
            "stage_knowledge": "observed",
            "yield_knowledge": "observed",
            "recycling_reasons": "(none): 1" if row["cycles_recycled"] else None,
            "median_days_to_reentry": 31.0 if row["cycles_reentered"] else None,
            "p90_days_to_reentry": 31.0 if row["cycles_reentered"] else None,
            "is_immature": month == "03",
        }


def period_rows() -> Iterator[Row]:
    """The entries of each period."""
    entries: Counter[tuple[Any, ...]] = Counter()
    for cycle in CYCLES:
        for stage in ("mql", "sal", "sql", "won"):
            for policy in ("strict", "filled"):
                if policy == "strict" or stage == "mql":
                    at = cycle.at(stage)
                else:
                    at = cycle.passed_at(stage)
                for grain, period_on in periods_of(at) if at else ():
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


def person_rows() -> Iterator[Row]:
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
            for period in periods_of(tokyo(day)):
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


def agreement_count_rows() -> Iterator[Row]:
    """Verdicts by period, with the hours that the two sides of a pair lie apart."""
    delays: dict[tuple[Any, ...], list[float | None]] = {}
    for row in agreement_rows():
        said_at = [row[f"{side}_at"] for side in ("ma", "sfa", "defined")]
        first_at = min(at for at in said_at if at is not None)
        for pair, verdict, left, right in (
            ("ma_sfa", row["ma_sfa_verdict"], said_at[0], said_at[1]),
            ("ma_definition", row["ma_definition_verdict"], said_at[0], said_at[2]),
            ("sfa_definition", row["sfa_definition_verdict"], said_at[1], said_at[2]),
            ("worst", row["verdict"], None, None),
        ):
            if verdict is None:
                continue
            apart = abs(left - right) / timedelta(hours=1) if left and right else None
            for grain, period_on in periods_of(first_at):
                key = (grain, period_on, row["stage"], pair, verdict)
                delays.setdefault(key, []).append(apart)
    for (grain, period_on, stage, pair, verdict), hours in delays.items():
        known = [hour for hour in hours if hour is not None] or None
        yield {
            "definition_basis": "then",
            "period_grain": grain,
            "period_on": period_on,
            "stage": stage,
            "system_pair": pair,
            "verdict": verdict,
            "cycles": len(hours),
            "median_delay_hours": _percentile(known, 0.5),
            "p90_delay_hours": _percentile(known, 0.9),
        }


def temperature_count_rows() -> Iterator[Row]:
    """L4's warm at the end of every period, L1's hot but for the week of 12-29: of the
    week of 01-05, the 10th has both words."""
    ends = {
        (grain, row[f"{grain}_on"]): row["day_on"]
        for row in day_rows()
        for grain in ("week", "month", "quarter")
    }
    for (grain, period_on), last_on in ends.items():
        for temperature, sales, verdict, since in (
            ("hot", "hot", "agree", date(2026, 1, 10)),
            ("(none)", "warm", "declared but not qualified", date(2026, 1, 1)),
        ):
            if last_on >= since:
                yield {
                    "definition_basis": "then",
                    "period_grain": grain,
                    "period_on": period_on,
                    "temperature": temperature,
                    "recorded_temperature": sales,
                    "verdict": verdict,
                    "leads": 1,
                }


def exclusion_rows() -> Iterator[Row]:
    """L6's cycle, the robot's five touches of 01-12 and L2's cycle as a customer."""
    for exclusion, reason, unit, action, cases, day in (
        ("own_domain", "own_staff", "cycle", "exclude", 1, "01-01"),
        ("mail_robots", "mail_robot", "touch", "exclude", 5, "01-12"),
        ("customers", "existing_customer", "cycle", "segment", 1, "02-20"),
    ):
        for grain, period_on in periods_of(tokyo(day)):
            yield {
                "period_grain": grain,
                "period_on": period_on,
                "exclusion_id": exclusion,
                "reason": reason,
                "counted_unit": unit,
                "action": action,
                "cases": cases,
            }


def data_entry_rows() -> Iterator[Row]:
    """Of the SALs of January (L1, L2) one has its temperature, and that of March."""
    due: Counter[tuple[str, date]] = Counter()
    kept: Counter[tuple[str, date]] = Counter()
    for day, is_filled in (("01-06", True), ("01-12", False), ("03-21", True)):
        for period in periods_of(tokyo(day)):
            due[period] += 1
            kept[period] += int(is_filled)
    for (grain, period_on), count in due.items():
        yield {
            "period_grain": grain,
            "period_on": period_on,
            "data_entry_rule_id": "temperature_at_sal",
            "object": "sfa_record",
            "field": "temperature",
            "owner_team": "inside_sales",
            "team": "inside_sales",
            "user_id": lead_key("U1"),
            "entries_due": count,
            "entries_kept": kept[(grain, period_on)],
            "kept_share": kept[(grain, period_on)] / count,
        }
