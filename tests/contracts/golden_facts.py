"""The facts and dimensions of the golden company, see `golden_cycles`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from tests.contracts.golden_cycles import (
    CYCLES,
    SAID,
    Cycle,
    Row,
    definition_of,
    lead_key,
    period,
    tokyo,
)

# What an entry says and its event does not.
ENTRY_ONLY = (
    "entered_at",
    "exited_at",
    "exit_to",
    "is_inferred",
    "is_out_of_order",
)


def claim_rows() -> Iterator[Row]:
    """What MA and SFA say, one row a claim."""
    for row in agreement_rows():
        for system in ("ma", "sfa"):
            if row[f"{system}_at"] is not None:
                yield {
                    "lead_id": row["lead_id"],
                    "cycle_number": row["cycle_number"],
                    "stage": row["stage"],
                    "system": system,
                    "claimed_at": row[f"{system}_at"],
                }


def cycle_row(cycle: Cycle) -> Row:
    """The row of a cycle; L2's second one is of an account that won before it."""
    stages = ("mql", "sal", "sql", "opportunity", "won", "recycled")
    return {
        "lead_id": lead_key(cycle.lead),
        "cycle_number": cycle.number,
        "entry_type": "acquired" if cycle.number == 1 else "requalified",
        "exit_type": cycle.exit_type,
        "channel": cycle.channel,
        "lead_source": cycle.channel,
        "customer_status": "existing_customer"
        if (cycle.lead, cycle.number) == ("L2", 2)
        else "not_a_customer",
        "definition_id": "lead_v1" if cycle.number == 1 else "mql_v2",
        "is_open": cycle.exit_type is None,
        "has_order_conflict": False,
        "opened_at": tokyo(cycle.opened),
    } | {f"{stage}_at": cycle.at(stage) for stage in stages}


def entry_rows() -> Iterator[Row]:
    """Every stage entered, and the one that L4 passed."""
    for cycle in CYCLES:
        acquired = {"lead": cycle.opened} if cycle.number == 1 else {}
        observed = list((acquired | cycle.times).items())
        following = dict(pairwise(observed))
        for stage, day in (acquired | cycle.times | cycle.inferred).items():
            is_inferred = stage in cycle.inferred
            is_ruled = stage == "mql" or (cycle.lead, stage) == ("L4", "sql")
            is_computed = is_ruled or is_inferred
            exit_to, exit_day = following.get((stage, day), (None, None))
            yield {
                "lead_id": lead_key(cycle.lead),
                "cycle_number": cycle.number,
                "stage": stage,
                "system": "computed" if is_computed else "sfa",
                "evidence_type": "inferred"
                if is_inferred
                else ("rule" if is_ruled else "sfa_history"),
                "reason": _group_cited(cycle.lead, stage) if is_ruled else None,
                "definition_id": None if is_inferred else definition_of(stage, day),
                "is_inferred": is_inferred,
                "is_adoption": False,
                "is_out_of_order": False,
                "entered_at": tokyo(day),
                "recorded_at": None if is_inferred else tokyo(day),
                "exit_to": exit_to,
                "exited_at": tokyo(exit_day) if exit_day else None,
            }


def _group_cited(lead: str, stage: str) -> str:
    return f"rule group {2 if lead == 'L5' or stage == 'sql' else 1}"


def event_rows() -> Iterator[Row]:
    """Every entry as the event that made it, and L3's exit that was taken back."""
    signals = {"opportunity": "opportunity_created", "won": "opportunity_won"}
    events = [
        row
        | {
            "occurred_at": row["entered_at"],
            "effect": "entered",
            "signal": "rule"
            if row["system"] == "computed"
            else "record"
            if row["stage"] == "lead"
            else signals.get(row["stage"], "sfa_status"),
            "opportunity_id": lead_key("O1") if row["stage"] in signals else None,
        }
        for row in entry_rows()
        if not row["is_inferred"]
    ]
    events.append(
        {
            "lead_id": lead_key("L3"),
            "cycle_number": 1,
            "stage": "disqualified",
            "effect": "cancelled",
            "effect_reason": "taken back",
            "system": "sfa",
            "signal": "sfa_status",
            "evidence_type": "sfa_history",
            "definition_id": "disqualified_v1",
            "is_adoption": False,
            "occurred_at": tokyo("02-10"),
            "undone_at": tokyo("02-11"),
            "recorded_at": tokyo("02-10"),
        }
    )
    events.sort(key=lambda row: (row["lead_id"], row["occurred_at"]))
    numbers: Counter[str] = Counter()
    for row in events:
        numbers[row["lead_id"]] += 1
        kept = {name: cell for name, cell in row.items() if name not in ENTRY_ONLY}
        yield kept | {"event_number": numbers[row["lead_id"]]}


def agreement_rows() -> Iterator[Row]:
    """What the systems say of every stage reached, and what that makes of it."""
    for cycle in CYCLES:
        for stage, day in cycle.times.items():
            defined_at = tokyo(day)
            sfa_at = defined_at + timedelta(hours=6 if stage == "mql" else 0)
            ma_day = SAID.get((cycle.lead, cycle.number, stage, "ma"), day)
            ma_at = tokyo(ma_day) if stage == "mql" and ma_day else None
            ma_sfa, ma_definition = None, None
            if stage == "mql":
                ma_sfa, ma_definition = {
                    # 42 and 48 hours are over the 24 that the book allows.
                    "L3": ("late", "late"),
                    "L4": ("missing in MA", "qualified but not declared"),
                }.get(cycle.lead, ("agree", "agree"))
            yield {
                "lead_id": lead_key(cycle.lead),
                "cycle_number": cycle.number,
                "stage": stage,
                "ma_sfa_verdict": ma_sfa,
                "ma_definition_verdict": ma_definition,
                "sfa_definition_verdict": "agree",
                "verdict": ma_definition or "agree",
                "sync_delay_hours": (sfa_at - ma_at) / timedelta(hours=1)
                if ma_at
                else None,
                "ma_at": ma_at,
                "sfa_at": sfa_at,
                "defined_at": defined_at,
            }


def temperature_rows() -> Iterator[Row]:
    """Hot and cold by rule, hot and warm by sales."""
    for lead, temperature, sales, verdict, from_at, to_at in (
        ("L1", "hot", None, "missing in SFA", "01-05", "01-10"),
        ("L1", "hot", "hot", "agree", "01-10", None),
        ("L3", "cold", None, None, "01-01", None),
        ("L4", None, "warm", "declared but not qualified", "01-01", None),
    ):
        yield {
            "lead_id": lead_key(lead),
            "temperature": temperature,
            "definition_id": temperature and f"{temperature}_v1",
            "recorded_temperature": sales,
            "verdict": verdict,
            "from_at": tokyo(from_at),
            "to_at": to_at and tokyo(to_at),
        }


def queue_rows() -> Iterator[Row]:
    """L4's and L3's MQL, both to be mended in the MA.

    Of six cycles with an MQL one had a deal, of 1,000,000: a cycle there is worth
    1,000,000 / 6 = 166,666.67. The stakes being equal, the later MQL comes first.
    """
    rows = {(row["lead_id"], row["stage"]): row for row in agreement_rows()}
    for rank, lead in enumerate(("L4", "L3"), start=1):
        yield rows[(lead_key(lead), "mql")] | {
            "ma_lead_id": lead.lower().replace("l", "m"),
            "system_to_mend": "ma",
            "definition_id": "mql_v1",
            "clause_text": "enquiry within 30 days and employees >= 50",
            "stake_basis": "average of the stage",
            "currency": "JPY",
            "queue_rank": rank,
            "pipeline_at_stake": 166_666.67,
            "is_open": True,
            "is_clause_unmet": False,
        }


def handover_rows() -> Iterator[Row]:
    """L1 was handed over when it was accepted; L3's owner changed teams on 01-16."""
    for handover, kind, lead, stage, day, comment in (
        ("H1", "record", "L1", "sal", "01-06", "Asked for a quote"),
        ("C1", "assignment", "L3", "mql", "01-16", None),
    ):
        yield {
            "source": "exports",
            "handover_id": handover,
            "handover_type": kind,
            "lead_id": lead_key(lead),
            "stage": stage,
            "from_team": "marketing",
            "to_team": "inside_sales",
            "to_user_id": lead_key("U1"),
            "comment": comment,
            "cycle_number": 1,
            "has_comment": comment is not None,
            "handed_over_at": tokyo(day),
            "landed_at": tokyo("03-31"),
        }


def channel_rows() -> Iterator[Row]:
    """The channels of the leads, and the one that stands for unmapped sources."""
    for channel in ("web", "event", "(none)", "(unmapped)"):
        yield {
            "channel": channel,
            "source_group": "unknown" if channel.startswith("(") else "marketing",
            "label_ja": "経路",
            "label_en": "Channel",
        }


def lead_rows() -> Iterator[Row]:
    """One row a lead, the excluded L6 included."""
    sources = [(c.lead, c.channel, c.opened) for c in CYCLES if c.number == 1]
    for lead, channel, opened in [*sources, ("L6", "web", "01-01")]:
        yield {
            "lead_id": lead_key(lead),
            # L1 and L2 work for the same company.
            "account_id": lead_key("A1") if lead in ("L1", "L2") else None,
            "channel": channel,
            "lead_source": channel,
            "record_count": 2 if lead == "L1" else 1,
            "has_ma_record": True,
            "has_sfa_record": False,
            "is_deleted": False,
            "is_opted_out": False,
            "is_ambiguous": lead == "L1",
            "is_excluded": lead == "L6",
            "acquired_at": tokyo(opened),
        }


def day_rows() -> Iterator[Row]:
    """Every day of the quarter."""
    for offset in range((date(2026, 3, 31) - date(2026, 1, 1)).days + 1):
        day = date(2026, 1, 1) + timedelta(days=offset)
        starts_at = datetime(day.year, day.month, day.day) - timedelta(hours=9)
        yield {
            "day_on": day,
            "fiscal_year": 2026,
            "week_on": period("week", day),
            "month_on": period("month", day),
            "quarter_on": period("quarter", day),
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(days=1),
        }
