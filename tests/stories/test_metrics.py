"""dbt's metrics are the numbers of the marts, as MetricFlow itself asks for them.

MetricFlow is a tool of the tests: nothing of a night reads the semantic models.
"""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.resources import PROJECT
from tests.stories.building import query

CONTRACT = PROJECT / "contracts/consistency/metrics_equal_marts_and_facts.sql"
BY_KPI = "kpi__period_on,kpi__period_grain,kpi__definition_basis,kpi__kpi_id"
TOOLS = Path(sys.executable).parent


class Project:
    """The project in a folder of its own, where the tools may write."""

    def __init__(self, folder: Path, build: Path) -> None:
        self._folder = folder
        # <HANDOFF_HOME>/build/handoff.duckdb
        self._home = build.parents[1]
        for name in ("dbt_project.yml", "profiles.yml", "models", "macros", "tests"):
            (folder / name).symlink_to(PROJECT / name)
        self.run("dbt", "parse", "--quiet")

    def run(self, tool: str, *arguments: str) -> str:
        done = subprocess.run(
            [TOOLS / tool, *arguments],
            cwd=self._folder,
            env=os.environ
            | {"HANDOFF_HOME": str(self._home), "DBT_PROFILES_DIR": str(self._folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, metric: str, group_by: str) -> list[list[str]]:
        """The rows of a metric, without the header, as MetricFlow writes them."""
        answer = self._folder / f"{metric}.csv"
        self.run(
            "mf", "query", "--metrics", metric, "--group-by", group_by,
            "--csv", str(answer),
        )  # fmt: skip
        with answer.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, demo_build: Path) -> Project:
    return Project(tmp_path_factory.mktemp("metrics"), demo_build)


def test_the_semantic_models_are_valid(project: Project) -> None:
    assert project.run("mf", "validate-configs").count("ERRORS: 0, FUTURE") == 6


def test_every_rate_is_that_of_the_mart(project: Project, demo_build: Path) -> None:
    asked = {
        (day[:10], grain, basis, kpi): float(rate) if rate else None
        for day, grain, basis, kpi, rate in project.ask("kpi_rate", BY_KPI)
    }
    published = query(
        demo_build,
        "select cast(period_on as varchar), period_grain, definition_basis, kpi_id,"
        " rate"
        " from marts.mart_kpis",
    )
    assert len(asked) == len(published) > 0
    for *key, rate in published:
        assert asked[tuple(key)] == pytest.approx(rate, abs=1e-8), key


def test_a_named_metric_is_the_official_number(
    project: Project, demo_build: Path
) -> None:
    asked = {
        month[:10]: float(rate) if rate else None
        for month, rate in project.ask("acceptance_rate", "metric_time__month")
    }
    headlines = query(
        demo_build,
        "select cast(period_on as varchar), rate from marts.mart_kpis"
        " where kpi_name = '承認率' and is_headline and period_grain = 'month'",
    )
    assert asked == {day: pytest.approx(rate, abs=1e-8) for day, rate in headlines}


def test_entries_and_money_are_those_of_their_tables(
    project: Project, demo_build: Path
) -> None:
    ((mqls,),) = query(
        demo_build,
        "select count(*) from facts.fct_stage_entries"
        " where stage = 'mql' and not is_out_of_order",
    )
    asked = project.ask("mql_entries", "metric_time__month")
    assert sum(int(float(count)) for _, count in asked) == mqls > 0
    booked = query(
        demo_build,
        "select cast(period_on as varchar), currency, cast(booked_amount as double)"
        " from marts.mart_pipeline"
        " where segment_dimension = 'all' and period_grain = 'month' order by all",
    )
    money = project.ask("booked_amount", "metric_time__month,pipeline__currency")
    assert sorted((row[0][:10], row[1], float(row[2])) for row in money) == booked


def test_the_contract_asks_as_metricflow_does(project: Project) -> None:
    """What every night checks is the metric's own SQL, over the checked table."""
    explained = project.run(
        "mf", "query", "--metrics", "kpi_rate", "--group-by", BY_KPI, "--explain"
    )
    compiled = explained[explained.index("SELECT") :]
    assert _words(compiled.replace('"handoff"."marts"."mart_kpis"', "kpis")) in _words(
        CONTRACT.read_text(encoding="utf-8")
    )


def _words(sql: str) -> str:
    """The SQL in one line; MetricFlow numbers its queries as they come."""
    return re.sub(r"subq_\d+", "subq", " ".join(sql.split()))
