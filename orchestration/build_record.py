"""What is known of the build in progress: inputs, step counts, accounting, checks.

Kept beside the build database and written after every step, so that a run that is
continued from Dagster's UI publishes the same manifest as one that ran through.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class StepCount:
    """One step: wall seconds and rows that went in and came out."""

    name: str
    seconds: float
    rows_in: int
    rows_out: int


@dataclass(frozen=True)
class CheckOutcome:
    """One contract check; breaking keys are cut to the first ten."""

    id: str
    schema: str
    table: str
    sentence: str
    status: str
    rows_checked: int
    breaking_count: int
    breaking_keys: tuple[str, ...] = ()
    reason: str = ""


@dataclass
class BuildRecord:
    """The build in `<home>/build`; `inputs` are what a replay needs (JSON values).

    `feeds` is what landing counted a table, `accounting` what became of each record.
    """

    inputs: dict[str, Any]
    feeds: list[dict[str, Any]] = field(default_factory=list)
    steps: list[StepCount] = field(default_factory=list)
    accounting: list[dict[str, Any]] = field(default_factory=list)
    checks: list[CheckOutcome] = field(default_factory=list)

    def add_step(self, step: StepCount) -> None:
        """Note a step, forgetting it and what followed if it ran before."""
        names = [earlier.name for earlier in self.steps]
        if step.name in names:
            del self.steps[names.index(step.name) :]
        self.steps.append(step)

    def write(self, path: Path) -> None:
        """Write the record atomically."""
        waiting = path.with_name(f"{path.name}.new")
        waiting.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1))
        os.replace(waiting, path)


def earlier_build_record(path: Path) -> BuildRecord | None:
    """The record of an earlier build, or None where there is none that can be read."""
    try:
        return read_build_record(path)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_build_record(path: Path) -> BuildRecord:
    """Read the record of the build. Raises FileNotFoundError where nothing is built."""
    kept = json.loads(path.read_text())
    kept["steps"] = [StepCount(**step) for step in kept["steps"]]
    kept["checks"] = [
        CheckOutcome(**{**check, "breaking_keys": tuple(check["breaking_keys"])})
        for check in kept["checks"]
    ]
    return BuildRecord(**kept)
