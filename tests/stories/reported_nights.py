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

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from landing.keys import record_key
from orchestration import ledger, publication, steps
from orchestration.build_record import read_build_record
from orchestration.resources import PROJECT, Home
from tests.stories.building import build, company_settings, query
from tests.stories.exports_rows import ExportsRows

ALL = "segment_dimension = 'all'"
FIRST, SECOND = date(2026, 4, 10), date(2026, 4, 11)


def reported_rows(*names: str) -> ExportsRows:
    """The raw rows of the table above, of all leads or of those named."""
    rows = ExportsRows()
    for name in names or ("l1", "l2", "l3", "l4"):
        rows.person(name, ma={"lead_source": "seminar"}, sfa={"lead_source": "seminar"})
    for name, day in (("l1", "02-05"), ("l2", "02-08"), ("l4", "03-05")):
        if not names or name in names:
            rows.touch(name, "enquiry", day)
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
        self.publish()
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

    def publish(self) -> Path:
        """What steps.publish does, for a build whose contracts nobody checked."""
        record = read_build_record(self.home.build_record)
        run_id = steps.new_run_id(datetime.now(UTC))
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

    def restated_leads(self, where: str) -> list[tuple[Any, ...]]:
        """MA lead (None: erased), category, gained and lost of a number of all."""
        names = {ma_lead_key(name): name for name in ("l1", "l2", "l3", "l4")}
        rows = query(
            self.database,
            "select lead_id, category, cycles_gained, cycles_lost"
            f" from marts.mart_restated_leads where {where.replace(ALL, 'true')}",
        )
        return sorted((lead and names[lead], *told) for lead, *told in rows)

    def ledger_files(self) -> dict[str, bytes]:
        """The content of every file of the published ledger."""
        folder = ledger.published_ledger(self.home)
        assert folder is not None
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.parquet"))
        }


def ma_lead_key(name: str) -> str:
    """The pseudonym of an MA lead, which is its person's, too."""
    return record_key(b"a secret of the tests", "exports", "ma_lead", name)


def blank_ledger(company: Nights, name: str) -> None:
    """Erase an MA lead and its SFA record from the published ledger, by hand."""
    folder = ledger.published_ledger(company.home)
    assert folder is not None
    keys = [
        record_key(b"a secret of the tests", "exports", kind, native_id)
        for kind, native_id in (("ma_lead", name), ("sfa_record", f"S-{name}"))
    ]
    for table, column in (("cycles", "lead_id"), ("cycle_changes", "value")):
        for file in (folder / table).glob("*.parquet"):
            rows = pq.read_table(file)
            kept = [
                None if value in keys else value for value in rows[column].to_pylist()
            ]
            place = rows.schema.get_field_index(column)
            pq.write_table(
                rows.set_column(place, column, pa.array(kept, pa.string())), file
            )
    manifest = folder.parent / publication.MANIFEST
    told = json.loads(manifest.read_text())
    told["ledger"] = {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest()
        for path in told["ledger"]
    }
    manifest.write_text(json.dumps(told))


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
