"""A company over several nights, published as nights are but without the checks.

As of 2026-04-10 its February is closed: periods and agreement since March began,
cohorts of 30 days since 03-31 (February's end and 30 days). All were acquired on
02-01, seminar is the source of all; an enquiry, 80 points, makes an MQL.

| lead | MQL   | SAL   |
|------|-------|-------|
| l1   | 02-05 | 02-10 |
| l2   | 02-08 | -     |
| l3   | -     | -     |
| l4   | 03-05 | -     |
"""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from orchestration import ledger, publication, steps
from orchestration.build_record import read_build_record
from orchestration.resources import PROJECT, Home
from tests.stories.building import build, company_settings, query
from tests.stories.exports_rows import ExportsRows

FIRST, SECOND = date(2026, 4, 10), date(2026, 4, 11)


def reported_rows() -> ExportsRows:
    """The raw rows of the table above."""
    rows = ExportsRows()
    for name in ("l1", "l2", "l3", "l4"):
        rows.person(name, ma={"lead_source": "seminar"}, sfa={"lead_source": "seminar"})
    rows.touch("l1", "enquiry", "02-05")
    rows.touch("l2", "enquiry", "02-08")
    rows.touch("l4", "enquiry", "03-05")
    rows.sfa_says("l1", "sal", "02-10")
    return rows


@dataclass
class Nights:
    """The company's folder; `rows` are all that was delivered so far."""

    folder: Path
    rows: ExportsRows = field(default_factory=reported_rows)

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    @property
    def database(self) -> Path:
        return self.home.build_database

    def night(self, as_of: date, *, book: Path = PROJECT / "seeds") -> "Nights":
        """Deliver all rows, build and publish; the night lands what it is as of."""
        self.build(as_of, book=book)
        self.publish(as_of)
        return self

    def build(self, as_of: date, *, book: Path = PROJECT / "seeds") -> None:
        settings = company_settings(
            self.rows.write(self.folder / "raw"),
            self.home.root,
            sources=["exports"],
            as_of=as_of,
            book=book,
        )
        build(settings, now=landed_at(as_of))

    def publish(self, as_of: date) -> Path:
        """What steps.publish does, for a build whose contracts nobody checked."""
        record = read_build_record(self.home.build_record)
        runs = self.home.runs
        later = len(list(runs.iterdir())) if runs.is_dir() else 0
        run_id = steps.new_run_id(datetime(2026, 12, 1, 0, later, tzinfo=UTC))
        with publication.unfinished_run(self.home, run_id) as run:
            files = ledger.carry_on(self.home, run.folder, record.inputs["ledger"])
            run.write_manifest({"inputs": record.inputs, "ledger": files})
            return run.swap_in()

    def copy(self, folder: Path) -> "Nights":
        """The company so far in a folder of its own."""
        shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True)
        # The build names its own folder.
        shutil.rmtree(folder / "home" / "build")
        return Nights(folder)

    def restated(self, where: str) -> list[tuple[Any, ...]]:
        """Value as reported and current, category, part, gained and lost."""
        return query(
            self.database,
            "select reported_value, current_value, category, part, cycles_gained,"
            f" cycles_lost from marts.mart_restatements where {where} order by all",
        )

    def ledger_files(self) -> dict[str, bytes]:
        """The content of every file of the published ledger."""
        folder = ledger.published_ledger(self.home)
        assert folder is not None
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.parquet"))
        }


def landed_at(as_of: date) -> datetime:
    """The evening of a night."""
    return datetime(as_of.year, as_of.month, as_of.day, 14, 30, tzinfo=UTC)


def of_february(mart: str, measure: str, **key: str | int) -> str:
    """The condition for a number of February 2026, of all segments where it has any."""
    names = {"segment_dimension": "all"} if mart != "mart_stage_agreement" else {}
    if mart in ("mart_funnel_cohorts", "mart_funnel_periods"):
        names |= {"entry_policy": "strict"}
    conditions = [
        f"mart = '{mart}'",
        f"measure = '{measure}'",
        "period_grain = 'month'",
        "period_on = date '2026-02-01'",
        *(f"{name} = '{value}'" for name, value in (names | key).items()),
    ]
    return " and ".join(conditions)
