"""What the draft mql_v3 would have done in the golden company, see `golden_cycles`.

By mql_v2 the MQLs are those of the cycles. The draft fires for L1 on 01-08 and for L2
on 02-20; it can be judged from 01-08 on: L1's MQL of 01-05 is older, and L1 is gained.

| lead | mql_v2 from 01-08 on | mql_v3 | verdict | SQL   | channel | size   |
|------|----------------------|--------|---------|-------|---------|--------|
| L1   | -                    | 01-08  | gained  | 01-20 | web     | medium |
| L2   | 01-10, 02-20         | 02-20  | kept    | 03-10 | web     | medium |
| L3   | 01-15                | -      | lost    | -     | event   | large  |
| L4   | 01-20                | -      | lost    | 02-25 | (none)  | medium |
| L5   | 03-20                | -      | lost    | -     | web     | small  |

SQL within 30 days: of mql_v2's entries all but L5's are mature, and only L2's of 02-20
is followed in time (L4's takes 36 days); both of mql_v3's are. 30 days before an SQL
lie after 01-08 for L4's and L2's; L2's has an MQL by either version.

Eleven whole weeks begin after 01-08, 01-12 to 03-23. An MQL takes three calls, and two
a week can be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.contracts.golden_counts import wilson
from tests.contracts.golden_cycles import CYCLES, Row, lead_key, tokyo

PAIR: Row = {"baseline_definition_id": "mql_v2", "tried_definition_id": "mql_v3"}
BASELINE = {
    "L2": ("01-10", "02-20"),
    "L3": ("01-15",),
    "L4": ("01-20",),
    "L5": ("03-20",),
}
TRIED = {"L1": ("01-08",), "L2": ("02-20",)}
# What became of the lead since.
LATER = {
    "L1": {"sql_at": "01-20", "opportunity_at": "01-25", "won_at": "02-10"},
    "L2": {"sql_at": "03-10"},
    "L4": {"sql_at": "02-25"},
}
SEGMENTS = {
    "L1": ("web", "medium"),
    "L2": ("web", "medium"),
    "L3": ("event", "large"),
    "L4": ("(none)", "medium"),
    "L5": ("web", "small"),
}
# Mature and reached by either version, judged and preceded outcomes, by lead.
JUDGED = {
    "L1": (0, 0, 1, 1, 0, 0, 0),
    "L2": (2, 1, 1, 1, 1, 1, 1),
    "L3": (1, 0, 0, 0, 0, 0, 0),
    "L4": (1, 0, 0, 0, 1, 0, 0),
    "L5": (0, 0, 0, 0, 0, 0, 0),
}


def backtest_lead_rows() -> Iterator[Row]:
    """The five leads."""
    for lead, (channel, size) in SEGMENTS.items():
        old, new = BASELINE.get(lead, ()), TRIED.get(lead, ())
        yield (
            PAIR
            | {
                "lead_id": lead_key(lead),
                "ma_lead_id": lead.lower().replace("l", "m"),
                "stage": "mql",
                "verdict": "lost" if not new else "kept" if old else "gained",
                "channel": channel,
                "industry": "(none)",
                "company_size": size,
                "baseline_entries": len(old),
                "tried_entries": len(new),
                "baseline_at": tokyo(old[0]) if old else None,
                "tried_at": tokyo(new[0]) if new else None,
            }
            | {name: tokyo(day) for name, day in LATER.get(lead, {}).items()}
        )


def backtest_rows() -> Iterator[Row]:
    """SQL within 30 days, in every segment; and a pair of SQL that nobody can judge."""
    segments: dict[tuple[str, str], list[str]] = {}
    for lead, (channel, size) in SEGMENTS.items():
        for segment in (
            ("all", "all"),
            ("channel", channel),
            ("industry", "(none)"),
            ("company_size", size),
        ):
            segments.setdefault(segment, []).append(lead)
    for (dimension, value), leads in segments.items():
        yield (
            PAIR
            | {
                "stage": "mql",
                "segment_dimension": dimension,
                "segment_value": value,
                "outcome_stage": "sql",
                "stage_knowledge": "observed",
                "outcome_knowledge": "observed",
                "calling_team": "inside_sales",
                "window_days": 30,
                "comparable_from": tokyo("01-08"),
            }
            | _leads(leads)
            | _rates(leads)
            | (_weeks() if dimension == "all" else {})
        )
    yield {
        "baseline_definition_id": "sql_v1",
        "tried_definition_id": "sql_v2",
        "stage": "sql",
        "segment_dimension": "all",
        "segment_value": "all",
        "outcome_stage": "won",
        "stage_knowledge": "unknown",
        "outcome_knowledge": "unknown",
        "window_days": 30,
    }


def pair_entry_rows() -> Iterator[Row]:
    """The entries of both versions, L1's of 01-05 too old to compare."""
    for side, basis, entries in (
        ("baseline", "now", {"L1": ("01-05",)} | BASELINE),
        ("tried", "mql_v3", TRIED),
    ):
        for lead, days in entries.items():
            for number, day in enumerate(days):
                yield PAIR | {
                    "side": side,
                    "definition_basis": basis,
                    "lead_id": lead_key(lead),
                    "stage": "mql",
                    "gap_number": number,
                    "is_comparable": day >= "01-08",
                    "occurred_at": tokyo(day),
                }


def trial_entry_rows() -> Iterator[Row]:
    """Today's MQLs and that of the excluded L6."""
    for lead, opened, day in [
        *((cycle.lead, cycle.opened, cycle.times["mql"]) for cycle in CYCLES),
        ("L6", "01-01", "01-05"),
    ]:
        yield {
            "definition_basis": "now",
            "lead_id": lead_key(lead),
            "stage": "mql",
            "opened_at": tokyo(opened),
            "occurred_at": tokyo(day),
        }


def todays_entry_rows() -> Iterator[Row]:
    """What the funnel counts by today's definitions."""
    for cycle in CYCLES:
        for stage, day in cycle.times.items():
            yield {
                "definition_basis": "now",
                "lead_id": lead_key(cycle.lead),
                "stage": stage,
                "is_out_of_order": False,
                "occurred_at": tokyo(day),
            }


def _leads(leads: list[str]) -> Row:
    gained = sum(lead not in BASELINE for lead in leads)
    lost = sum(lead not in TRIED for lead in leads)
    kept = len(leads) - gained - lost
    old = sum(len(BASELINE.get(lead, ())) for lead in leads)
    new = sum(len(TRIED.get(lead, ())) for lead in leads)
    return {
        "gained_leads": gained,
        "lost_leads": lost,
        "kept_leads": kept,
        "baseline_leads": lost + kept,
        "tried_leads": gained + kept,
        "baseline_entries": old,
        "tried_entries": new,
        "baseline_entries_before": int("L1" in leads),
        "tried_entries_before": 0,
        "baseline_calls": old * 3,
        "tried_calls": new * 3,
    }


def _weeks() -> Row:
    """By mql_v2 an MQL in 01-12, 01-19, 02-16 and 03-16; by mql_v3 in 02-16."""
    return {
        "baseline_weekly_mean": 4 / 11,
        "tried_weekly_mean": 1 / 11,
        "baseline_weekly_p90": 1,
        "tried_weekly_p90": 0,
        "baseline_weekly_max": 1,
        "tried_weekly_max": 1,
        "calls_per_week": 2,
        "baseline_weeks_over_capacity": 4,
        "tried_weeks_over_capacity": 1,
        "baseline_peak_week_on": date(2026, 1, 12),
        "tried_peak_week_on": date(2026, 2, 16),
    }


def _rates(leads: list[str]) -> Row:
    names = (
        "baseline_mature",
        "baseline_reached",
        "tried_mature",
        "tried_reached",
        "outcomes_judged",
        "baseline_outcomes",
        "tried_outcomes",
    )
    row: dict[str, Any] = {
        name: sum(JUDGED[lead][place] for lead in leads)
        for place, name in enumerate(names)
    }
    for name, hits, trials in (
        ("baseline_precision", "baseline_reached", "baseline_mature"),
        ("tried_precision", "tried_reached", "tried_mature"),
        ("baseline_recall", "baseline_outcomes", "outcomes_judged"),
        ("tried_recall", "tried_outcomes", "outcomes_judged"),
    ):
        row[name] = row[hits] / row[trials] if row[trials] else None
        row[f"{name}_lower"], row[f"{name}_upper"] = wilson(row[hits], row[trials])
    return row
