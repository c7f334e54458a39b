"""The companies that are measured, each in a folder of its own below the bench's."""

from dataclasses import dataclass
from pathlib import Path

from orchestration.resources import Settings, read_settings

SEED = 1
SOURCE = "exports"


@dataclass(frozen=True)
class BenchCompany:
    """A busy company of `leads` leads (see `demo.busy_company`) and its home."""

    folder: Path
    leads: int

    @property
    def made(self) -> Path:
        """Its raw files: history, night, night_of_a_tenth."""
        return self.folder / "made"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def engine_database(self) -> Path:
        """Where its models are built by their own SQL; named as dbt names it."""
        return self.folder / "engine" / "handoff.duckdb"

    @property
    def next_home(self) -> Path:
        """A copy of its home for the nights after the first."""
        return self.folder / "next_home"

    @property
    def next_raw(self) -> Path:
        """What such a night is given, where that is not made with the company."""
        return self.folder / "next_raw"

    @property
    def next_book(self) -> Path:
        """The book with one definition more."""
        return self.folder / "next_book"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of its nights, as of the end of its history."""
        from demo.busy_company import HISTORY
        from demo.last_night import AS_OF_BEFORE

        return {
            "HANDOFF_HOME": str(self.home),
            "HANDOFF_RAW": str(self.made / HISTORY),
            "HANDOFF_SOURCES": SOURCE,
            "HANDOFF_SECRET": "bench",
            "HANDOFF_AS_OF": AS_OF_BEFORE.isoformat(),
        }

    def settings(self) -> Settings:
        """Raises SettingsError."""
        return read_settings(self.environment)


def bytes_of(folder: Path) -> int:
    """The size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
