"""Collects raw rows of a company that delivers the tables of the exports source.

Times are Tokyo's, `MM-DD[ hh:mm[:ss]]` of 2026 or with the year before. Every person is
one MA lead, called by its name, and one SFA record, `S-<name>`.
"""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from orchestration.resources import PROJECT
from tests.stories.building import build, company_settings, write_table

ACQUIRED = "02-01"
AS_OF = date(2026, 4, 30)


def local(text: str) -> str:
    """The time as the raw files write it; empty stays empty."""
    if not text:
        return ""
    day, _, time = text.partition(" ")
    day = day if len(day) > 5 else f"2026-{day}"
    return f"{day} {time or '00:00'}{'' if time.count(':') == 2 else ':00'}"


def utc(text: str) -> datetime:
    """The time as tables hold it: naive UTC."""
    return datetime.fromisoformat(local(text)) - timedelta(hours=9)


class ExportsRows:
    """Rows by table; a cell that a row leaves out is empty."""

    def __init__(self) -> None:
        self._tables: dict[str, list[dict[str, str]]] = {}

    def add(self, table: str, **cells: str) -> None:
        """Add a row; columns called `…_at` are times as above."""
        self._tables.setdefault(table, []).append(
            {
                name: local(cell) if name.endswith("_at") else cell
                for name, cell in cells.items()
            }
        )

    def person(
        self,
        name: str,
        created_at: str = ACQUIRED,
        *,
        ma: dict[str, str] | None = None,
        sfa: dict[str, str] | None = None,
    ) -> None:
        """Add the two records of a person, with further cells of the MA's and SFA's."""
        made = {"created_at": created_at}
        link = {"ma_lead_id": name, "sfa_record_id": f"S-{name}"}
        self.add("ma_leads", **link | made | (ma or {}))
        self.sfa_record(f"S-{name}", **made | (sfa or {}))

    def sfa_record(self, record: str, **cells: str) -> None:
        """Add a lead of the SFA."""
        row = {"record_type": "lead", "created_at": ACQUIRED, "status": "new"} | cells
        self.add("sfa_records", sfa_record_id=record, **row)

    def touch(self, name: str, touch_type: str, *times: str) -> None:
        """Add touches of an MA lead."""
        for at in times:
            number = len(self._tables.get("ma_touches", []))
            self.add(
                "ma_touches",
                touch_id=f"T{number:03d}",
                ma_lead_id=name,
                touch_type=touch_type,
                occurred_at=at,
            )

    def ma_says(self, name: str, stage: str, at: str) -> None:
        """Let the MA put a lead into a stage."""
        number = len(self._tables.get("ma_lead_changes", []))
        self.add(
            "ma_lead_changes",
            change_id=f"M{number:03d}",
            ma_lead_id=name,
            field="status",
            new_value=stage,
            changed_at=at,
        )

    def sfa_says(self, name: str, stage: str, at: str, record: str = "") -> None:
        """Let the SFA put the record of a person into a stage."""
        self.sfa_change(record or f"S-{name}", "status", "", stage, at)

    def sfa_change(
        self,
        record: str,
        field: str,
        old: str,
        new: str,
        changed_at: str,
        *,
        change_id: str = "",
        **cells: str,
    ) -> None:
        """Add a change of a field of an SFA record, by default under the next id."""
        number = len(self._tables.get("sfa_record_changes", []))
        self.add(
            "sfa_record_changes",
            change_id=change_id or f"C{number:03d}",
            sfa_record_id=record,
            field=field,
            old_value=old,
            new_value=new,
            changed_at=changed_at,
            **cells,
        )

    def activity(
        self, name: str, activity_type: str, outcome: str, at: str, **cells: str
    ) -> None:
        """Add a call or a meeting with a person."""
        number = len(self._tables.get("sfa_activities", []))
        self.add(
            "sfa_activities",
            activity_id=f"A{number:03d}",
            sfa_record_id=f"S-{name}",
            activity_type=activity_type,
            outcome=outcome,
            occurred_at=at,
            **cells,
        )

    def deal(self, name: str, deal: str, stage: str, **cells: str) -> None:
        """Add an opportunity of a person."""
        self.add(
            "opportunities",
            opportunity_id=deal,
            source_record_id=f"S-{name}",
            stage=stage,
            **cells,
        )

    def deal_says(
        self, deal: str, stage: str, at: str, *, old: str = "", **cells: str
    ) -> None:
        """Let the SFA put an opportunity into a stage."""
        number = len(self._tables.get("opportunity_changes", []))
        self.add(
            "opportunity_changes",
            change_id=f"O{number:03d}",
            opportunity_id=deal,
            field="stage",
            old_value=old,
            new_value=stage,
            changed_at=at,
            **cells,
        )

    def shuffle(self, drawn: random.Random) -> None:
        """Deliver the same rows in another order."""
        for rows in self._tables.values():
            drawn.shuffle(rows)

    def write(self, raw: Path) -> Path:
        """Write `<raw>/exports/*.csv` and return `raw`."""
        for table, rows in self._tables.items():
            columns = list(dict.fromkeys(name for row in rows for name in row))
            write_table(
                raw,
                "exports",
                table,
                ",".join(columns),
                [[row.get(name, "") for name in columns] for row in rows],
            )
        return raw

    def build(
        self,
        folder: Path,
        *,
        book: Path = PROJECT / "seeds",
        sources: Sequence[str] = ("exports",),
    ) -> Path:
        """The build database of the company as of the end of April, below `folder`.

        What other sources deliver lies in `<folder>/raw` already.
        """
        return build(
            company_settings(
                self.write(folder / "raw"),
                folder / "home",
                sources=sources,
                as_of=AS_OF,
                book=book,
            )
        )
