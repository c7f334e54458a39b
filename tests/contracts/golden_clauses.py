"""The clauses and the history of the golden leads, see `golden_cycles`.

As of 03-31, by mql_v2 (an enquiry within 30 days, since 03-02, and 50 employees;
or 80 points) and sql_v1 (the status; or two calls within 7 days and the budget):

| lead | enquiries | employees | points   | MQL            | SQL                       |
|------|-----------|-----------|----------|----------------|---------------------------|
| L1   | 0         | 50        | 0        | no cycle open  | no cycle open             |
| L2   | 0         | 60        | 0        | 02-20, mql_v2  | 03-10, its status         |
| L3   | 0         | 300       | 0        | 01-15, mql_v1  | -                         |
| L4   | 0         | 51        | 0        | 01-20, mql_v1  | 02-25, group 2; no calls  |
| L5   | 0         | 5         | 37.32132 | 03-20, mql_v2  | -                         |
| L6   | 0         | unknown   | 0        | excluded       | excluded                  |

L5's points are 23.325825 and 13.995494. L4's budget is confirmed. L1 is hot.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.contracts.golden_cycles import Row, definition_of, lead_key, tokyo
from tests.contracts.golden_facts import event_rows, handover_rows, temperature_rows

# Lead: open cycle, employees, points, MQL and SQL reached (at, by), status recorded.
LEADS: dict[str, tuple[Any, ...]] = {
    "L1": (None, 50.0, 0.0, None, None, None),
    "L2": (2, 60.0, 0.0, ("02-20", "mql_v2"), ("03-10", "sql_v1"), "03-10"),
    "L3": (1, 300.0, 0.0, ("01-15", "mql_v1"), None, None),
    "L4": (1, 51.0, 0.0, ("01-20", "mql_v1"), ("02-25", "sql_v1"), None),
    "L5": (1, 5.0, 37.32132, ("03-20", "mql_v2"), None, None),
    "L6": (1, None, 0.0, None, None, None),
}
TOUCHES = {
    "L1": ("01-05",),
    "L2": ("01-10", "02-20"),
    "L3": ("01-15",),
    "L4": ("01-20",),
    "L5": ("03-10", "03-20"),
}


def clause_rows() -> Iterator[Row]:
    """Six clauses a lead, the temperature of L1 and what excludes L6."""
    for name, (cycle, employees, points, mql, sql, recorded) in LEADS.items():
        lead = {"lead_id": lead_key(name), "cycle_number": cycle}
        lead |= {"definition_status": "in_force", "line": "clause"}
        for stage, reached, clauses in (
            (
                "mql",
                mql,
                (
                    (1, 1, "employees", ">=", 50.0, employees),
                    (1, 2, "enquiry", None, 1.0, 0.0),
                    (2, 1, "score", ">=", 80.0, points),
                ),
            ),
            (
                "sql",
                sql,
                (
                    (1, 1, "status", None, 1.0, 1.0 if recorded else 0.0),
                    (2, 1, "calls", None, 2.0, 0.0),
                    (2, 2, "budget", "=", None, None),
                ),
            ),
        ):
            state: Row = {
                "stage": stage,
                "definition_id": f"{stage}_v{2 if stage == 'mql' else 1}",
                "definition_state": "not_counted" if name == "L6" else "not_met",
            }
            if reached is not None:
                state |= {
                    "definition_state": "reached",
                    "reached_at": tokyo(reached[0]),
                    "reached_definition_id": reached[1],
                }
            for group, number, asked, comparison, threshold, observed in clauses:
                yield (
                    lead
                    | state
                    | _clause(name, asked, comparison, threshold)
                    | {
                        "rule_group": group,
                        "clause_number": number,
                        "observed_number": observed,
                        **_judged(name, asked, threshold, observed),
                        "is_group_holding": asked == "status" and recorded is not None,
                        "recorded_at": tokyo(str(recorded))
                        if asked == "status" and recorded
                        else None,
                    }
                )
            if name == "L6":
                yield (
                    lead
                    | state
                    | {
                        "line": "excluded",
                        "clause_ja": "除外",
                        "clause_en": "Not counted",
                        "observed": "own_domain",
                        "verdict": "blocks",
                        "rule_group": 0,
                        "clause_number": 0,
                    }
                )
    yield {
        "lead_id": lead_key("L1"),
        "stage": "hot",
        "definition_id": "hot_v1",
        "definition_status": "in_force",
        "definition_state": "reached",
        "reached_definition_id": "hot_v1",
        "reached_at": tokyo("01-05"),
        "line": "segment",
        "clause_ja": "全員",
        "clause_en": "everybody",
        "verdict": "met",
        "rule_group": 0,
        "clause_number": 0,
        "is_negated": False,
        "is_group_holding": True,
    }


def _clause(
    name: str, asked: str, comparison: str | None, threshold: float | None
) -> Row:
    return {
        "clause_ja": asked,
        "clause_en": asked,
        "comparison": comparison,
        "threshold": None if comparison is None else "confirmed",
        "observed": "confirmed" if asked == "budget" and name == "L4" else None,
        "threshold_number": threshold,
        "is_negated": False,
    }


def _judged(
    name: str, asked: str, threshold: float | None, observed: float | None
) -> Row:
    if threshold is None:
        is_met = asked == "budget" and name == "L4"
        return {"verdict": "met" if is_met else "not_met"}
    if observed is None:
        return {"verdict": "not_met"}
    if observed >= threshold:
        return {"verdict": "met"}
    return {"verdict": "not_met", "shortfall": round(threshold - observed, 6)}


def entry_clause_rows() -> Iterator[Row]:
    """What the group that decided each entry saw at its instant.

    Of L2's second MQL the enquiry of 01-10 is 41 days old; L5 has 50 + 30 points.
    """
    for lead, cycle, stage, day, group, asked, comparison, threshold, observed in (
        *(
            (lead, cycle, "mql", day, 1, *clause)
            for lead, cycle, day, employees in (
                ("L1", 1, "01-05", 50.0),
                ("L2", 1, "01-10", 60.0),
                ("L2", 2, "02-20", 60.0),
                ("L3", 1, "01-15", 300.0),
                ("L4", 1, "01-20", 51.0),
            )
            for clause in (
                ("employees", ">=", 50.0, employees),
                ("enquiry", None, 1.0, 1.0),
            )
        ),
        ("L5", 1, "mql", "03-20", 2, "score", ">=", 80.0, 80.0),
        ("L4", 1, "sql", "02-25", 2, "calls", None, 2.0, 2.0),
        ("L4", 1, "sql", "02-25", 2, "budget", "=", None, None),
        *(
            (lead, cycle, stage, day, 1, "record", None, 1.0, 1.0)
            for lead, cycle, stage, day in (
                ("L1", 1, "sal", "01-06"),
                ("L1", 1, "sql", "01-20"),
                ("L1", 1, "opportunity", "01-25"),
                ("L2", 1, "sal", "01-12"),
                ("L2", 2, "sal", "02-21"),
                ("L2", 2, "sql", "03-10"),
                ("L5", 1, "sal", "03-21"),
            )
        ),
    ):
        is_record = asked == "record"
        yield _clause(lead, asked, comparison, threshold) | {
            "lead_id": lead_key(lead),
            "stage": stage,
            "definition_id": definition_of(stage, day),
            "line": "clause",
            "definition_status": "in_force",
            "evidence_type": "sfa_history" if is_record else "rule",
            "verdict": "met",
            "cycle_number": cycle,
            "rule_group": group,
            "clause_number": 2 if asked in ("enquiry", "budget") else 1,
            "observed_number": observed,
            "entered_at": tokyo(day),
            "recorded_at": tokyo(day) if is_record else None,
        }


def history_rows() -> Iterator[Row]:
    """Every event of a stage, hand-over and temperature (by sales where they recorded
    one), the days with touches, and that L6 is not counted; of one instant touches
    first."""
    told: list[tuple[int, Row]] = []
    for row in event_rows():
        told.append((1, _event(row, "stage", row["effect"], row["occurred_at"])))
    for row in handover_rows():
        at = row["handed_over_at"]
        told.append((2, _event(row, "handover", "handover", at) | {"stage": None}))
    for row in temperature_rows():
        by_sales = row["recorded_temperature"]
        said = "temperature recorded" if by_sales else "temperature"
        event = _event(row, "temperature", said, row["from_at"])
        stage = by_sales or row["temperature"]
        told.append((2, event | {"cycle_number": 1, "stage": stage}))
    for name, days in TOUCHES.items():
        for number, day in enumerate(days, start=1):
            of_lead = {"lead_id": lead_key(name), "system": "ma"}
            event = _event(of_lead, "touches", "touches", tokyo(day))
            event["cycle_number"] = number if name == "L2" else 1
            told.append((0, event | {"touches": 1, "points": 0.0}))
    excluded = {"lead_id": lead_key("L6"), "cycle_number": 1}
    told.append((0, _event(excluded, "exclusion", "exclusion", tokyo("01-01"))))
    told.sort(key=lambda one: (one[1]["lead_id"], one[1]["occurred_at"], one[0]))
    numbers: dict[str, int] = {}
    for _, row in told:
        numbers[row["lead_id"]] = numbers.get(row["lead_id"], 0) + 1
        yield row | {"event_number": numbers[row["lead_id"]]}


def _event(row: Row, kind: str, event: str, at: object) -> Row:
    return {
        "lead_id": row["lead_id"],
        "event_kind": kind,
        "event": event,
        "event_ja": event,
        "event_en": event,
        "stage": row.get("stage"),
        "effect_reason": row.get("effect_reason"),
        "definition_id": row.get("definition_id"),
        "system": row.get("system", "computed"),
        "cycle_number": row.get("cycle_number"),
        "occurred_at": at,
        "undone_at": row.get("undone_at"),
        "recorded_at": at,
    }
