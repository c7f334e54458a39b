"""What is measured of a company, one small function a phase.

A phase does its work in a process of its own, on what the phases before it left, and
returns its figures as JSON values: seconds of wall clock and processor, bytes.
"""

import re
import shutil
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.bench import nights
from orchestration.bench.companies import SEED, BenchCompany, bytes_of
from orchestration.bench.cost import Cost, Stopwatch, run_apart
from orchestration.bench.engine import ModelCost, run_models
from orchestration.bench.results import Measured
from orchestration.bench.scan import UsedColumns, scan, used_columns
from orchestration.compiled_models import CompiledProject
from orchestration.progress import Progress
from orchestration.publication import DATABASE
from orchestration.resources import PROJECT, Home


@dataclass(frozen=True)
class Bench:
    """Where the project was compiled to, and how often a figure is measured."""

    compiled: Path
    repeats: int


Phase = Callable[[Bench, BenchCompany], Measured]


def make(bench: Bench, company: BenchCompany) -> Measured:
    """Its raw files; whatever was there before is removed."""
    shutil.rmtree(company.folder, ignore_errors=True)
    rows, cost = run_apart(_write, company)
    return {"rows": rows, "bytes": bytes_of(company.made)} | asdict(cost)


def land(bench: Bench, company: BenchCompany) -> Measured:
    """Its history, landed into a new home."""
    shutil.rmtree(company.home, ignore_errors=True)
    rows, cost = run_apart(_land, company)
    landed = Home(company.home).landing
    return {"rows": rows, "bytes": bytes_of(landed)} | asdict(cost)


def scan_warm(bench: Bench, company: BenchCompany) -> Measured:
    """The yardstick, once unmeasured and then as often as anything."""
    (used, values, costs), _ = run_apart(_scan, bench, company)
    return {"values": values, "used": used} | _medians(costs)


def engine(bench: Bench, company: BenchCompany) -> Measured:
    """All models by their own SQL, beside a scan: rooms, the ten that take longest."""
    scanned = scan_warm(bench, company)
    runs = [_run_models(bench, company) for _ in range(bench.repeats)]
    models = [
        _median_model(of_model) for of_model in zip(*(m for m, _ in runs), strict=True)
    ]
    rooms: dict[str, list[ModelCost]] = {}
    for model in models:
        rooms.setdefault(model.room, []).append(model)
    return {
        "rooms": {
            room: {"wall": sum(m.wall for m in found), "cpu": sum(m.cpu for m in found)}
            for room, found in rooms.items()
        },
        "models": len(models),
        "scan": scanned,
        "slowest": [
            asdict(model)
            for model in sorted(models, key=lambda one: one.wall, reverse=True)[:10]
        ],
    } | _medians([cost for _, cost in runs])


def nightly(bench: Bench, company: BenchCompany) -> Measured:
    """`./handoff nightly` as a user starts it, on the landed home, beside a scan."""
    return {"scan": scan_warm(bench, company)} | nights.first_night(company)


def next_night(bench: Bench, company: BenchCompany) -> Measured:
    """The night after it, with what the company's last day brings."""
    return nights.night_of_a_day(company)


def backfill(bench: Bench, company: BenchCompany) -> Measured:
    """A night to which a month past is delivered once more."""
    return nights.night_of_a_month_again(company)


def new_definition(bench: Bench, company: BenchCompany) -> Measured:
    """A night that finds no new rows and one more definition."""
    return nights.night_of_a_definition(company)


def queries(bench: Bench, company: BenchCompany) -> Measured:
    """The README's example queries on the published tables, by their titles."""
    nights.published_once(company)
    found, _ = run_apart(_query, bench, company)
    return {"seconds": found}


PHASES: dict[str, Phase] = {
    "make": make,
    "land": land,
    "scan": scan_warm,
    "engine": engine,
    "nightly": nightly,
    "next-night": next_night,
    "backfill": backfill,
    "definition": new_definition,
    "queries": queries,
}
# What the others build on: done once, and again only where it is asked for.
NEEDED = ("make", "land")


def land_again(company: BenchCompany) -> None:
    """Bring book and inputs of a landed home up to date; it lands no file twice."""
    run_apart(_land, company)


def _write(company: BenchCompany) -> dict[str, Any]:
    from demo.busy_company import write_busy_company

    rows = write_busy_company(
        company.made, leads=company.leads, seed=SEED, progress=Progress().detail
    )
    return asdict(rows)


def _land(company: BenchCompany) -> int:
    from orchestration import steps

    company.home.mkdir(exist_ok=True)
    live = steps.land(company.settings(), Progress(), datetime.now(UTC))
    return sum(feed.rows for feed in live)


def _scan(bench: Bench, company: BenchCompany) -> tuple[UsedColumns, int, list[Cost]]:
    home = Home(company.home)
    used = used_columns(CompiledProject(bench.compiled), home)
    values = scan(used, home.landing)
    costs = []
    for _ in range(bench.repeats):
        watch = Stopwatch()
        scan(used, home.landing)
        costs.append(watch.read())
    return used, values, costs


def _run_models(bench: Bench, company: BenchCompany) -> tuple[list[ModelCost], Cost]:
    return run_apart(run_models, bench.compiled, company.home, company.engine_database)


def _query(bench: Bench, company: BenchCompany) -> dict[str, float]:
    database = company.home / "published" / DATABASE
    found = {}
    with duckdb.connect(str(database), read_only=True) as published:
        published.execute("set threads = 2")
        for title, query in documented_queries().items():
            costs = []
            for _ in range(bench.repeats):
                watch = Stopwatch()
                published.execute(query).fetchall()
                costs.append(watch.read())
            found[title] = statistics.median(cost.wall for cost in costs)
    return found


def documented_queries() -> dict[str, str]:
    """The example queries of the README, by the first sentence above each."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    queries = [one.strip() for one in "".join(blocks).split(";\n") if one.strip()]
    return {one.splitlines()[0].removeprefix("-- "): one for one in queries}


def _median_model(runs: Sequence[ModelCost]) -> ModelCost:
    return ModelCost(
        runs[0].name,
        runs[0].room,
        statistics.median(one.wall for one in runs),
        statistics.median(one.cpu for one in runs),
    )


def _medians(costs: Sequence[Cost]) -> Measured:
    return {
        "wall": statistics.median(cost.wall for cost in costs),
        "cpu": statistics.median(cost.cpu for cost in costs),
        "peak": max(cost.peak for cost in costs),
    }
