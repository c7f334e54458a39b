"""One company, landed once and built with one book after the other."""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from book import read_book
from book.tables import write_book_tables
from landing import LandingReport, land
from orchestration.resources import PROJECT, Home
from tests.compiled_project import models_behind, run_nodes
from tests.oracle.bases import books_of, stages_of
from tests.oracle.gaps import gaps_of
from tests.oracle.lives import Cycle, Lived, life_of
from tests.oracle.modelled_rows import Between, Found, read_modelled
from tests.oracle.recorded_rows import read_histories, read_landscape
from tests.oracle.replay import replay
from tests.oracle.rulebook import Rulebook
from tests.oracle.score_rows import score_differences
from tests.oracle.scores import ScoreStory, score_story
from tests.oracle.temperatures import temperatures_of
from tests.stories.building import query

MODELS = (
    "int_rule_entries",
    "int_fired_clauses",
    "int_lead_gaps",
    "int_lead_knowledge",
    "int_stage_agreement",
    "int_score_crossings",
    "int_lead_score_parts",
    "int_current_scores",
    "int_temperature_agreement",
)
PUBLISHED = ("then", "now")


@dataclass(frozen=True)
class Comparison:
    """What the models and the replay found of gaps, cycles, temperatures and scores.

    `scores` is what the replay found of them, by lead that was asked.
    """

    leads: int
    modelled: set[Found]
    replayed: set[Found]
    score_differences: list[str]
    scores: Mapping[str, ScoreStory]

    def differences(self) -> list[str]:
        """One line per row or score that only one of the two found."""
        both = sorted(self.modelled ^ self.replayed, key=str)
        return [
            f"{'models' if entry in self.modelled else 'replay'} only: {entry}"
            for entry in both
        ] + self.score_differences

    def assert_same(self) -> None:
        """Raise AssertionError that shows the first differences, if there are any."""
        differences = self.differences()
        assert not differences, (
            f"{len(differences)} differences in {self.leads} leads:\n"
            + "\n".join(differences[:20])
        )


@dataclass(frozen=True)
class OracleCompany:
    """Raw files landed into a home; each build replaces the one before."""

    home: Path
    as_of: datetime
    landed: LandingReport

    @classmethod
    def of_raw(cls, raw: Path, home: Path, *, as_of: datetime) -> "OracleCompany":
        """Land every source under `raw`; nothing is built yet."""
        landed = land(
            raw=raw,
            home=home,
            sources=sorted(folder.name for folder in raw.iterdir()),
            contracts=PROJECT / "contracts",
            secret=b"a secret of the oracle",
            landed_at=datetime(2026, 11, 1),
            progress=lambda line: None,
        )
        return cls(home, as_of, landed)

    def compare(self, book_folder: Path, *, share: int = 1) -> Comparison:
        """Build the rule's models with a book and replay every lead.

        Every lead is replayed as of then; by the rules of now and of each trial one in
        `share` is, each time others, and so are the scores.

        Raises BookError for a book that is refused, DbtError where the SQL fails.
        """
        rows = read_book(book_folder).rows
        build = self.home / "build"
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir()
        write_book_tables(rows, build / "book")
        _write_run_settings(
            build / "run_settings.parquet", self.as_of, self.landed.watermark
        )
        run_nodes(models_behind(*MODELS), Home(self.home))
        found = read_modelled(build / "handoff.duckdb")
        histories = read_histories(build / "handoff.duckdb")
        as_of = self.as_of.astimezone(UTC).replace(tzinfo=None)
        written = Rulebook(rows)
        books = books_of(rows, written.day_of(as_of))
        landscape = read_landscape(build / "handoff.duckdb")
        modelled: set[Found] = {*found.known}
        replayed: set[Found] = {*landscape.knowledge(rows, books, PUBLISHED)}
        for number, (basis, based_rows) in enumerate(books.items()):
            asked = sorted(histories)
            if basis != "then":
                asked = asked[number % share :: share]
            book, stages = Rulebook(based_rows), stages_of(basis, rows)
            for lead_id in asked:
                key, history = (basis, lead_id), histories[lead_id]
                gaps = gaps_of(history, book)
                modelled |= {Between(*key, gap) for gap in found.gaps[key]}
                replayed |= {Between(*key, gap) for gap in gaps}
                modelled.update(found.entries.get(key, ()))
                entries = [*replay(history, gaps, book, as_of, basis, stages)]
                replayed.update(entries)
                if basis in PUBLISHED:
                    modelled.update(found.lives.get(key, ()))
                    life = [*life_of(history, gaps, entries, book, basis)]
                    replayed.update(_counted(life, found.excluded))
                    modelled.update(found.temperatures.get(key, ()))
                    replayed.update(temperatures_of(history, gaps, book, as_of, basis))
        assert {basis for basis, _ in found.entries} <= set(books)
        scores = {
            lead_id: score_story(
                histories[lead_id], found.gaps["then", lead_id], written, as_of
            )
            for lead_id in sorted(histories)[len(books) % share :: share]
        }
        differences = list(score_differences(build / "handoff.duckdb", scores))
        return Comparison(len(histories), modelled, replayed, differences, scores)

    def lead_ids(self) -> dict[str, str]:
        """The lead of every marketing record of the build, by the record's own id."""
        database = self.home / "build" / "handoff.duckdb"
        return dict(
            query(
                database,
                "select native_id, lead_id from intermediate.int_identities"
                " where object = 'ma_lead'",
            )
        )


def _counted(
    life: Iterable[Lived], excluded: Set[tuple[str, datetime]]
) -> Iterator[Lived]:
    """What of a life lies in cycles that are counted, by who opened when."""
    left_out = {
        one.cycle_number
        for one in life
        if isinstance(one, Cycle) and (one.lead_id, one.opened_at) in excluded
    }
    return (one for one in life if one.cycle_number not in left_out)


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
