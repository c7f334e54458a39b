"""One company, landed once and built with one book after the other."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from book import read_book
from book.contents import BookRows
from book.tables import write_book_tables
from landing import LandingReport, land
from orchestration.resources import tool_environment
from tests.oracle.bases import books_of
from tests.oracle.recorded_rows import Build, read_build
from tests.oracle.replay import Entry, replay
from tests.oracle.rulebook import COMPUTED, Rulebook

PROJECT = Path(__file__).parents[2]
MODELS = ("+int_mql_entries", "+int_lead_gaps")


@dataclass(frozen=True)
class Comparison:
    """The models' entries beside the replay's."""

    leads: int
    modelled: set[Entry]
    replayed: set[Entry]

    def differences(self) -> list[str]:
        """One line per entry that only one of the two found, ordered by lead."""
        both = sorted(self.modelled ^ self.replayed)
        return [
            f"{'models' if entry in self.modelled else 'replay'} only: {entry}"
            for entry in both
        ]


@dataclass(frozen=True)
class OracleCompany:
    """Raw files landed into a home; each build replaces the one before."""

    home: Path
    as_of: datetime
    landed: LandingReport
    models: Path = PROJECT

    @classmethod
    def of_raw(
        cls, raw: Path, home: Path, *, as_of: datetime, models: Path = PROJECT
    ) -> "OracleCompany":
        """Land `<raw>/exports`; nothing is built yet."""
        landed = land(
            raw=raw,
            home=home,
            sources=["exports"],
            contracts=models / "contracts",
            secret=b"a secret of the oracle",
            landed_at=datetime(2026, 11, 1),
            progress=lambda line: None,
        )
        return cls(home, as_of, landed, models)

    def compare(self, book_folder: Path) -> Comparison:
        """Build the rule's models with a book and replay every lead.

        Raises BookError for a book that is refused, RuntimeError where dbt fails.
        """
        rows = read_book(book_folder).rows
        build = self.home / "build"
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir()
        write_book_tables(rows, build / "book")
        _write_run_settings(
            build / "run_settings.parquet", self.as_of, self.landed.watermark
        )
        self._run_dbt()
        recorded = {rule.definition_id for rule in rows.stage_rules} - {
            rule.definition_id for rule in rows.stage_rules if rule.signal in COMPUTED
        }
        computed = {row.definition_id for row in rows.stage_definitions} - recorded
        found = read_build(build / "handoff.duckdb", computed)
        return Comparison(len(found.histories), found.entries, _replayed(found, rows))

    def lead_ids(self) -> dict[str, str]:
        """The lead of every marketing record of the build, by the record's own id."""
        database = self.home / "build" / "handoff.duckdb"
        with duckdb.connect(str(database), read_only=True) as connection:
            rows = connection.execute(
                "select native_id, lead_id from intermediate.int_identities"
                " where object = 'ma_lead'"
            ).fetchall()
        return dict(rows)

    def _run_dbt(self) -> None:
        finished = subprocess.run(
            [
                Path(sys.executable).with_name("dbt"),
                "run",
                "--quiet",
                f"--project-dir={self.models}",
                f"--profiles-dir={self.models}",
                f"--target-path={self.home / 'dbt'}",
                f"--log-path={self.home / 'logs'}",
                "--select",
                *MODELS,
            ],
            cwd=self.home,
            env=tool_environment() | {"HANDOFF_HOME": str(self.home)},
            capture_output=True,
            text=True,
        )
        if finished.returncode:
            raise RuntimeError(f"dbt could not build the rule: {finished.stdout}")


def _replayed(build: Build, rows: BookRows) -> set[Entry]:
    today = Rulebook(rows).day_of(build.as_of)
    return {
        entry
        for basis, based_rows in books_of(rows, today).items()
        for book in [Rulebook(based_rows)]
        for history in build.histories.values()
        for entry in replay(history, book, build.as_of, basis)
    }


def _write_run_settings(path: Path, as_of: datetime, watermark: int) -> None:
    pq.write_table(
        pa.table(
            {
                "as_of": pa.array(
                    [as_of.astimezone(UTC).replace(tzinfo=None)], pa.timestamp("us")
                ),
                "landing_watermark": pa.array([watermark], pa.int64()),
            }
        ),
        path,
    )
