"""The models run by their own SQL, without dbt: what the engine itself costs.

dbt adds some tens of milliseconds to each of several hundred nodes and runs their data
tests in between, and it tells wall clock only. Its share is measured apart, as what a
whole night costs that lands next to nothing.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from orchestration.bench.cost import Stopwatch
from orchestration.compiled_models import CompiledProject, Node, is_model
from orchestration.progress import Progress
from orchestration.resources import PROJECT, Home

# Where the rules of the book are evaluated; the targets call it the rule engine.
RULE_ENGINE = (
    "intermediate/signals",
    "intermediate/evaluation",
    "intermediate/scores",
    "intermediate/lifecycle",
)
_A_LONG_TIME = 10.0


@dataclass(frozen=True)
class ModelCost:
    """What building one model took (seconds); a view costs nothing until it is read."""

    name: str
    room: str
    wall: float
    cpu: float


def run_models(compiled: Path, home: Path, database: Path) -> list[ModelCost]:
    """Build every model in dbt's order in a new database and return what each took.

    `compiled` is the folder of the compiled project, `home` a home that has landed; the
    settings are those of dbt's profile. The database is removed afterwards. Raises
    duckdb.Error.
    """
    project = CompiledProject(compiled)
    database.parent.mkdir(parents=True, exist_ok=True)
    database.unlink(missing_ok=True)
    costs = []
    try:
        with duckdb.connect(str(database)) as connection:
            connection.execute("set enable_progress_bar = false")
            for name, value in _profile_settings().items():
                connection.execute(f"set {name} = '{value}'")
            for node in filter(is_model, project.nodes()):
                watch = Stopwatch()
                for statement in project.statements(node, Home(home)):
                    connection.execute(statement)
                spent = watch.read()
                if spent.wall > _A_LONG_TIME:
                    Progress().detail(f"{node['name']}: {spent.wall:.1f} s")
                costs.append(
                    ModelCost(node["name"], _room(node), spent.wall, spent.cpu)
                )
    finally:
        database.unlink(missing_ok=True)
    return costs


def _room(node: Node) -> str:
    """The folder of a model below `models/`, its own name left out."""
    return "/".join(node["fqn"][1:-1])


def _profile_settings() -> dict[str, Any]:
    profiles = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    settings: dict[str, Any] = profiles["handoff"]["outputs"]["duckdb"]["settings"]
    return settings
