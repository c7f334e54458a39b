"""`./handoff check`: every linter, each told apart."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from orchestration.progress import Progress
from orchestration.resources import PROJECT, tool_environment

ROOMS = ("book", "contracts", "demo", "landing", "orchestration", "tests")


def lint(progress: Progress) -> list[str]:
    """Run the linters and return the names of those that found something."""
    with tempfile.TemporaryDirectory() as home:
        return [
            name
            for name, command in _linters(Path(home)).items()
            if not _passes(name, command, Path(home), progress)
        ]


def _linters(home: Path) -> dict[str, Sequence[str]]:
    rooms = [room for room in ROOMS if (PROJECT / room).is_dir()]
    sql = [room for room in ("models", "tests/dbt") if (PROJECT / room).is_dir()]
    return {
        "bash": ("bash", "-n", "handoff", ".ci/run"),
        "ruff": ("ruff", "check", "--quiet", "."),
        "format": ("ruff", "format", "--check", "--quiet", "."),
        "mypy": ("mypy", "--no-error-summary", *rooms),
        "sqlfluff": ("sqlfluff", "lint", "--nocolor", "--processes=0", *sql),
        "dbt": (
            "dbt",
            "parse",
            "--quiet",
            "--no-version-check",
            f"--target-path={home}/target",
            f"--log-path={home}/logs",
        ),
    }


def _passes(name: str, command: Sequence[str], home: Path, progress: Progress) -> bool:
    scripts = Path(sys.executable).parent
    found = scripts / command[0]
    result = subprocess.run(
        [found if found.exists() else command[0], *command[1:]],
        cwd=PROJECT,
        env=tool_environment() | {"HANDOFF_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    progress.say(f"  {name:<10} {'ok' if result.returncode == 0 else 'FOUND'}")
    if result.returncode != 0:
        progress.say(result.stdout.rstrip())
    return result.returncode == 0
