"""Stocks, changes and KPIs of the golden company, see `golden_cycles`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from tests.contracts.golden_counts import cohort_rows, person_rows, wilson
from tests.contracts.golden_cycles import AS_OF, CYCLES, Row, period, tokyo
from tests.contracts.golden_facts import day_rows

STAGES = ("lead", "mql", "sal", "sql", "opportunity", "won", "recycled")
KPI = "mql_to_sql_rate"


def _moves() -> tuple[Counter[tuple[str, date]], Counter[tuple[str, date, str]]]:
    """Who entered and who left a stage on a day, and where to.

    L2 is in nurturing from 01-20 until its second cycle opens, on 02-20.
    """
    ins: Counter[tuple[str, date]] = Counter()
    outs: Counter[tuple[str, date, str]] = Counter()
    for cycle in CYCLES:
        acquired = {"lead": cycle.opened} if cycle.number == 1 else {}
        days = [
            (stage, date.fromisoformat(f"2026-{day}"))
            for stage, day in (acquired | cycle.times).items()
        ]
        for stage, day in days:
            ins[stage, day] += 1
        for (stage, _), (next_stage, day) in pairwise(days):
            way = "recycled" if next_stage == "recycled" else "advanced"
            outs[stage, day, way] += 1
    outs["recycled", date(2026, 2, 20), "reopened"] += 1
    return ins, outs


def flow_rows() -> Iterator[Row]:
    """Opening, in, out and closing of every stage, day by day and summed up."""
    ins, outs = _moves()
    days = list(day_rows())
    for grain in ("day", "week", "month", "quarter"):
        periods: dict[date, list[date]] = {}
        for row in days:
            periods.setdefault(row[f"{grain}_on"], []).append(row["day_on"])
        for stage in STAGES:
            stock = 0
            for period_on, held in sorted(periods.items()):
                came = sum(ins[stage, day] for day in held)
                ways = {
                    way: sum(outs[stage, day, way] for day in held)
                    for way in ("advanced", "recycled", "reopened")
                }
                left = sum(ways.values())
                yield {
                    "definition_basis": "then",
                    "period_grain": grain,
                    "period_on": period_on,
                    "stage": stage,
                    "stage_knowledge": "observed",
                    "cycles_opening": stock,
                    "cycles_in": came,
                    "cycles_out": left,
                    "cycles_disqualified": 0,
                    "cycles_lost": 0,
                    "cycles_deleted": 0,
                    "cycles_closing": stock + came - left,
                } | {f"cycles_{way}": count for way, count in ways.items()}
                stock += came - left


def stay_rows() -> Iterator[Row]:
    """How long every stage lasted, by week, month and quarter.

    The MQLs of January: L1 one day (24 hours), L2 two (48), L4 36 (864), and L3 is
    still there: after 24 hours 3/4 stay, after 48 a half, after 864 a quarter. Hours of
    work are 9 of 24 here, as if nobody had a day off.
    """
    for grain in ("week", "month", "quarter"):
        stays: dict[tuple[str, date], list[tuple[int, bool]]] = {}
        for stage, entered, left in _stays():
            seen = ((AS_OF - tokyo(f"{entered:%m-%d}")).days) * 24 + 23
            hours = (left - entered).days * 24 if left else seen
            key = (stage, period(grain, entered))
            stays.setdefault(key, []).append((hours, left is not None))
        for (stage, period_on), found in stays.items():
            for kind, factor in (("calendar", 1.0), ("business", 9 / 24)):
                gone = _share_gone(found)
                row: Row = {
                    "definition_basis": "then",
                    "period_grain": grain,
                    "period_on": period_on,
                    "stage": stage,
                    "hours_kind": kind,
                    "stays": len(found),
                    "stays_open": sum(not is_left for _, is_left in found),
                }
                for name, share in (("median", 0.5), ("p75", 0.75), ("p90", 0.9)):
                    reached = [
                        hours for hours, so_far in gone if so_far >= share - 1e-9
                    ]
                    row[f"{name}_hours"] = factor * reached[0] if reached else None
                yield row


def _stays() -> Iterator[tuple[str, date, date | None]]:
    """Stage, day entered and day left."""
    for cycle in CYCLES:
        acquired = {"lead": cycle.opened} if cycle.number == 1 else {}
        days = [
            (stage, date.fromisoformat(f"2026-{day}"))
            for stage, day in (acquired | cycle.times).items()
        ]
        lefts: list[date | None] = [day for _, day in days[1:]]
        reopened = (
            date(2026, 2, 20) if (cycle.lead, cycle.number) == ("L2", 1) else None
        )
        for (stage, entered), left in zip(days, [*lefts, reopened], strict=True):
            yield stage, entered, left


def _share_gone(stays: list[tuple[int, bool]]) -> list[tuple[int, float]]:
    """Kaplan-Meier: by which hour which share has left."""
    staying, gone = 1.0, []
    for hour in sorted({hours for hours, is_left in stays if is_left}):
        at_risk = sum(hours >= hour for hours, _ in stays)
        left = sum(hours == hour and is_left for hours, is_left in stays)
        staying *= 1 - left / at_risk
        gone.append((hour, 1 - staying))
    return gone


def ageing_rows() -> Iterator[Row]:
    """Who is where at the end of 03-31, by whole days since: under 30 or over."""
    bands: dict[tuple[str, int], list[date]] = {}
    for stage, entered, left in _stays():
        if left is None and stage != "won":
            days = (AS_OF - tokyo(f"{entered:%m-%d}")).days
            bands.setdefault((stage, 30 if days >= 30 else 0), []).append(entered)
    for (stage, days_from), found in bands.items():
        oldest = min(found)
        yield {
            "definition_basis": "then",
            "stage": stage,
            "owner_team": "inside_sales",
            "age_band": "from_30" if days_from else "under_30",
            "label_ja": "X",
            "label_en": "X",
            "days_from": days_from,
            "cycles": len(found),
            "oldest_days": (AS_OF - tokyo(f"{oldest:%m-%d}")).days,
            "oldest_entered_at": tokyo(f"{oldest:%m-%d}"),
        }


def change_rows() -> Iterator[Row]:
    """What moved MQL to SQL (30 days) between periods that follow each other.

    January (web 1 of 2, event 0 of 1, none 0 of 1: 1/4) to February (web 1 of 1): web's
    share doubles to 1, 1/2 * (3/4 - 5/8) = 1/16, and its rate, 3/4 * 1/2 = 3/8; the two
    that are gone did not convert, 1/4 * 5/8 = 5/32 each. In all 3/4.

    Week 01-05 (web 1 of 2) to 01-12 (event 0 of 1): web goes, -(1/2 - 1/4), and event
    comes, 0 - 1/4. To 01-19 (none 0 of 1): nothing moves a rate of 0.
    """
    parts: dict[tuple[str, str, str], tuple[float, float, tuple[Row, ...]]] = {
        ("month", "01-01", "02-01"): (
            1 / 4,
            1.0,
            (
                _part("all", "all", (4, 1), (1, 1), (1, 1), 0, 3 / 4),
                _part("channel", "web", (2, 1), (1, 1), (1 / 2, 1), 1 / 16, 3 / 8),
                _part("channel", "event", (1, 0), (0, 0), (1 / 4, 0), 5 / 32, 0),
                _part("channel", "(none)", (1, 0), (0, 0), (1 / 4, 0), 5 / 32, 0),
            ),
        ),
        ("week", "01-05", "01-12"): (
            1 / 2,
            0.0,
            (
                _part("all", "all", (2, 1), (1, 0), (1, 1), 0, -1 / 2),
                _part("channel", "web", (2, 1), (0, 0), (1, 0), -1 / 4, 0),
                _part("channel", "event", (0, 0), (1, 0), (0, 1), -1 / 4, 0),
            ),
        ),
        ("week", "01-12", "01-19"): (
            0.0,
            0.0,
            (
                _part("all", "all", (1, 0), (1, 0), (1, 1), 0, 0),
                _part("channel", "event", (1, 0), (0, 0), (1, 0), 0, 0),
                _part("channel", "(none)", (0, 0), (1, 0), (0, 1), 0, 0),
            ),
        ),
    }
    for (grain, before, after), (rate_0, rate_1, rows) in parts.items():
        for row in rows:
            yield row | {
                "definition_basis": "then",
                "period_grain": grain,
                "comparison": "previous",
                "from_stage": "mql",
                "to_stage": "sql",
                "window_days": 30,
                "entry_policy": "strict",
                "period_0": date.fromisoformat(f"2026-{before}"),
                "period_1": date.fromisoformat(f"2026-{after}"),
                "total_rate_0": rate_0,
                "total_rate_1": rate_1,
            }


def _part(
    dimension: str,
    value: str,
    before: tuple[int, int],
    after: tuple[int, int],
    shares: tuple[float, float],
    mix_part: float,
    rate_part: float,
) -> Row:
    """A segment with its mature and converted cycles before and after."""
    return {
        "segment_dimension": dimension,
        "segment_value": value,
        "mature_0": before[0],
        "converted_0": before[1],
        "mature_1": after[0],
        "converted_1": after[1],
        "share_0": shares[0],
        "share_1": shares[1],
        "rate_0": before[1] / before[0] if before[0] else None,
        "rate_1": after[1] / after[0] if after[0] else None,
        "mix_part": mix_part,
        "rate_part": rate_part,
    }


def kpi_rows() -> Iterator[Row]:
    """The three KPIs of the golden book, each under its one definition."""
    common = {
        "definition_basis": "then",
        "label_en": "X",
        "from_stage": "mql",
        "to_stage": "sql",
        "entry_policy": "strict",
        "stage_knowledge": "observed",
        "is_headline": True,
    }
    for row in cohort_rows():
        step = (row["from_stage"], row["to_stage"], row["window_days"])
        if (
            step == ("mql", "sql", 30)
            and row["entry_policy"] == "strict"
            and row["segment_dimension"] == "all"
        ):
            yield common | {
                "kpi_id": KPI,
                "kpi_name": "C",
                "unit": "cycle",
                "window_days": 30,
                "period_grain": row["period_grain"],
                "period_on": row["cohort_on"],
                "members_entered": row["cycles_entered"],
                "members_mature": row["cycles_mature"],
                "members_converted": row["cycles_converted"],
                "rate": row["conversion_rate"],
                "rate_lower": row["rate_lower"],
                "rate_upper": row["rate_upper"],
                "estimated_rate": row["estimated_rate"],
                "is_immature": row["is_immature"],
            }
    for row in person_rows():
        unit, _, _ = row["metric"].partition("_")
        lower, upper = wilson(row["converted"], row["people"])
        yield common | {
            "kpi_id": row["metric"],
            "kpi_name": {"person": "A", "account": "B"}[unit],
            "unit": unit,
            "period_grain": row["period_grain"],
            "period_on": row["period_on"],
            "members_entered": row["people"],
            "members_mature": row["people"],
            "members_converted": row["converted"],
            "rate": row["share"],
            "rate_lower": lower,
            "rate_upper": upper,
        }
