"""A copy of the default book that a test may break."""

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from book import BookError, read_book

DEFAULT_BOOK = Path(__file__).parents[2] / "seeds"
STAGES = "definitions/lifecycle_stages.csv"
DEFINITIONS = "definitions/stage_definitions.csv"
RULES = "definitions/stage_rules.csv"
SCORES = "definitions/score_rules.csv"
HALF_LIVES = "definitions/score_half_lives.csv"
KPIS = "definitions/kpi_definitions.csv"
WINDOWS = "definitions/conversion_windows.csv"
EVIDENCE = "definitions/evidence_priorities.csv"
EXCLUSIONS = "definitions/exclusion_rules.csv"
DATA_ENTRY = "definitions/data_entry_rules.csv"
LEAD_STATUS = "mappings/lead_status.csv"
OPPORTUNITY_STAGE = "mappings/opportunity_stage.csv"
CHANNEL = "mappings/channel.csv"
CHANNELS = "mappings/channels.csv"
WORDS = "mappings/words.csv"
HEADINGS = "mappings/headings.csv"
ATTRIBUTES = "mappings/attribute_values.csv"
LABELS = "mappings/labels.csv"
BOUNDS = "targets/mapping_bounds.csv"
SIZES = "targets/company_sizes.csv"
AGES = "targets/age_bands.csv"
CAPACITY = "targets/is_capacity.csv"
BENCHMARKS = "targets/funnel_benchmarks.csv"
TARGETS = "targets/kpi_targets.csv"
HOURS = "targets/business_hours.csv"
HOLIDAYS = "targets/company_holidays.csv"
FEEDS = "targets/feeds.csv"
SCORE_BANDS = "targets/score_bands.csv"
SCORE_LANDMARKS = "targets/score_landmarks.csv"
COMPANY = "targets/company.csv"


@dataclass(frozen=True)
class BookCopy:
    """A book on disk; rows are addressed by the cell in their first column."""

    folder: Path

    @classmethod
    def of_default(cls, folder: Path) -> "BookCopy":
        """The default book's CSV files under `folder`."""
        for path in sorted(DEFAULT_BOOK.glob("*/*.csv")):
            goal = folder / path.relative_to(DEFAULT_BOOK)
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, goal)
        return cls(folder)

    def rows(self, file: str) -> list[dict[str, str]]:
        """The rows of a file as text by column."""
        with (self.folder / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def write(self, file: str, rows: list[dict[str, str]]) -> None:
        """Replace the rows of a file, its header staying."""
        header = (self.folder / file).read_text(encoding="utf-8").split("\n")[0]
        with (self.folder / file).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, header.split(","), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def change(self, file: str, name: str, **cells: str) -> None:
        """Overwrite cells of every row whose first column is `name`."""
        rows = self.rows(file)
        hits = [row for row in rows if next(iter(row.values())) == name]
        assert hits, f"{file} has no row {name}"
        for row in hits:
            row.update(cells)
        self.write(file, rows)

    def change_line(self, file: str, line: int, **cells: str) -> None:
        """Overwrite cells of the row on one line (the header is line 1)."""
        rows = self.rows(file)
        rows[line - 2].update(cells)
        self.write(file, rows)

    def add(self, file: str, like: str, **cells: str) -> None:
        """Append a row that differs from the first row called `like` in `cells`."""
        rows = self.rows(file)
        model = next(row for row in rows if next(iter(row.values())) == like)
        self.write(file, [*rows, model | cells])

    def remove(self, file: str, name: str) -> None:
        """Remove every row whose first column is `name`."""
        rows = self.rows(file)
        self.write(file, [row for row in rows if next(iter(row.values())) != name])

    def remove_kpis_of(self, stage: str) -> None:
        """Remove the KPIs that begin or end at a stage, and the bands of their rate."""
        kept = [
            kpi
            for kpi in self.rows(KPIS)
            if stage not in (kpi["from_stage"], kpi["to_stage"])
        ]
        self.write(KPIS, kept)
        known = {kpi["kpi_id"] for kpi in kept}
        bands = self.rows(BENCHMARKS)
        self.write(BENCHMARKS, [band for band in bands if band["kpi_id"] in known])

    def end_kpi(self, kpi_id: str, day: str) -> None:
        """End a KPI, and the bands of its rate with it."""
        self.change(KPIS, kpi_id, valid_to=day)
        bands = self.rows(BENCHMARKS)
        for band in bands:
            if band["kpi_id"] == kpi_id:
                band["valid_to"] = day
        self.write(BENCHMARKS, bands)

    def edit(self, file: str, change: Callable[[bytes], bytes]) -> None:
        """Change a file as bytes."""
        path = self.folder / file
        path.write_bytes(change(path.read_bytes()))

    def refusal(self) -> BookError | None:
        """Why the book is refused, None if it is read."""
        try:
            read_book(self.folder)
        except BookError as error:
            return error
        return None
