"""What was measured, kept in one file, so that a bench can be stopped and go on."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.bench.cost import BenchPlanError

# One phase of one company: plain JSON values.
Measured = dict[str, Any]


# Of the figures below; others are not read.
_VERSION = 2


class Results:
    """The figures of every phase that was measured, by company (its leads).

    Raises BenchPlanError where the file is no such figures of this version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._found: dict[str, dict[str, Measured]] = {}
        if path.exists():
            self._found = _read(path)

    def of(self, leads: int, phase: str) -> Measured | None:
        """The figures of a phase; None where it was not measured."""
        return self._found.get(str(leads), {}).get(phase)

    def add(self, leads: int, phase: str, figures: Measured) -> None:
        """Keep the figures of a phase, instead of older ones."""
        measured_on = datetime.now(UTC).date().isoformat()
        of_company = self._found.setdefault(str(leads), {})
        of_company[phase] = figures | {"measured_on": measured_on}
        self._write()

    def _write(self) -> None:
        waiting = self.path.with_suffix(".json.new")
        kept = {"version": _VERSION, "companies": self._found}
        waiting.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        os.replace(waiting, self.path)

    def forget(self, leads: int, phase: str) -> None:
        """Drop the figures of a phase that is done again; of `make` all that followed.

        Whoever stops in between finds nothing that still looks done.
        """
        of_company = self._found.get(str(leads), {})
        for one in list(of_company) if phase == "make" else [phase]:
            of_company.pop(one, None)
        self._write()

    def companies(self) -> list[int]:
        """Leads of the companies of which anything was measured, the fewest first."""
        return sorted(int(leads) for leads in self._found)


def _read(path: Path) -> dict[str, dict[str, Measured]]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["version"] == _VERSION:
            return dict(kept["companies"])
    except (ValueError, TypeError, KeyError):
        pass
    raise BenchPlanError(
        f"{path} holds no figures of this version: remove it and measure again."
    )
