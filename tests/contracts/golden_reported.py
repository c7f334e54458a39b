"""What was reported of the golden company, see `golden_cycles`.

L4's MQL of 01-20 landed on 02-06 only. As of 02-05 the run of that night, entry 1 of
the ledger, reported the entries of January without it: three MQLs by months, and no row
for its channel, (none). Whatever else is closed by 03-31 is closed in this run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from orchestration.ledger import TABLES
from tests.contracts.golden_cycles import AS_OF, Row, lead_key, tokyo

JANUARY = date(2026, 1, 1)
PAIRS = (("mql", "sal"), ("mql", "sql"), ("mql", "won"))
LEDGER = ";\n".join(
    [
        "create schema ledger",
        *(f"create table ledger.{name} ({ddl})" for name, ddl in TABLES.items()),
        "insert into ledger.scopes values"
        " (1, 'mart_funnel_periods', 'month', date '2026-01-01', null)",
        "create table intermediate.int_stage_pairs as select 'mql' as from_stage,"
        " unnest(['sal', 'sql', 'won', 'recycled']) as to_stage",
        "insert into intermediate.int_stage_pairs select stage, 'recycled'"
        " from unnest(['lead', 'sal', 'sql', 'opportunity']) as t(stage)",
    ]
)


def with_reported(
    rows: Iterable[Row], *, period: str, windows_waited: int
) -> Iterator[Row]:
    """The rows, and once more as reported those closed by the as-of."""
    for row in rows:
        yield row
        waited = row.get("window_days", 0)
        if waited is None:
            continue
        end = period_end(row["period_grain"], row[period])
        if end + timedelta(days=waited * windows_waited) <= AS_OF:
            yield row | {"definition_basis": "reported"}


def with_reported_periods(rows: Iterable[Row]) -> Iterator[Row]:
    """The same of entries by period: January's months without L4."""
    for row in with_reported(rows, period="period_on", windows_waited=0):
        is_restated = (
            row["definition_basis"] == "reported"
            and row["period_grain"] == "month"
            and row["period_on"] == JANUARY
        )
        if not is_restated:
            yield row
        elif row["segment_value"] == "all":
            yield row | _counted(row["entries_from"] - 1, row["entries_to"])
        elif row["segment_value"] != "(none)":
            yield row


def ledger_period_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """What the ledger keeps of January's months."""
    for row in rows:
        if (
            row["definition_basis"] == "reported"
            and row["period_grain"] == "month"
            and row["period_on"] == JANUARY
        ):
            kept = {k: v for k, v in row.items() if k != "definition_basis"}
            yield kept | {"ledger_number": 1}


def restatement_rows() -> Iterator[Row]:
    """One MQL more in January, strict and filled: of all 4 instead of 3, of the channel
    (none) 1 where there was no row."""
    for from_stage, to_stage in PAIRS:
        for policy in ("strict", "filled"):
            for dimension, value, before in (
                ("all", "all", 3),
                ("channel", "(none)", 0),
            ):
                yield {
                    "mart": "mart_funnel_periods",
                    "measure": "entries_from",
                    "period_grain": "month",
                    "period_on": JANUARY,
                    "from_stage": from_stage,
                    "to_stage": to_stage,
                    "entry_policy": policy,
                    "segment_dimension": dimension,
                    "segment_value": value,
                    "category": "late data",
                    "reported_value": before,
                    "current_value": before + 1,
                    "difference": 1,
                    "part": 1,
                    "cycles_gained": 1,
                    "cycles_lost": 0,
                    "reported_as_of": tokyo("02-05"),
                }


def restated_lead_rows() -> Iterator[Row]:
    """The MQL more, in the numbers of all, is L4's."""
    counted = ("reported_value", "current_value", "difference", "part")
    beside = {*counted, "segment_dimension", "segment_value", "reported_as_of"}
    for row in restatement_rows():
        if row["segment_dimension"] == "all":
            kept = {name: cell for name, cell in row.items() if name not in beside}
            yield kept | {"lead_id": lead_key("L4")}


def period_end(grain: str, first: date) -> datetime:
    """The midnight in Tokyo that ends a period, as naive UTC."""
    if grain == "week":
        after = first + timedelta(days=7)
    else:
        later = first.month + (1 if grain == "month" else 3)
        after = first.replace(month=later)
    return datetime(after.year, after.month, after.day) - timedelta(hours=9)


def _counted(entries_from: int, entries_to: int) -> Row:
    return {
        "entries_from": entries_from,
        "entries_to": entries_to,
        "period_ratio": entries_to / entries_from,
    }
