"""dbt's data tests, run without dbt: none is left out, and each can fail."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration import dbt_process
from orchestration.data_tests import (
    DataTest,
    DataTestConfigError,
    compiled_tests,
    read_tests,
    write_tests,
)
from orchestration.dbt_process import DbtError, DbtTestError, manifest_path
from orchestration.resources import Settings

Build = Callable[..., list[dbt_process.DbtNode]]


def model(name: str, folder: str) -> dict[str, Any]:
    return {"resource_type": "model", "fqn": ["handoff", folder, name], "name": name}


def key_test(name: str, path: str, table: str, **config: object) -> dict[str, Any]:
    """A test as dbt's manifest has it, compiled: no key occurs twice."""
    return {
        "resource_type": "test",
        "name": name,
        "original_file_path": path,
        "depends_on": {"nodes": [f"model.handoff.{table}"]},
        "compiled_code": f"select id from {table} group by id having count(*) > 1",
        "config": {
            "severity": "ERROR",
            "fail_calc": "count(*)",
            "error_if": "!= 0",
            "limit": None,
            "store_failures": None,
            **config,
        },
    }


NODES = {
    "model.handoff.people": model("people", "intermediate"),
    "model.handoff.stg_olist__leads": model("stg_olist__leads", "staging"),
    "test.handoff.one_person_an_id.abc": key_test(
        "one_person_an_id", "models/intermediate/people.yml", "people"
    ),
    "test.handoff.one_lead_an_id.def": key_test(
        "one_lead_an_id", "models/staging/olist/leads.yml", "stg_olist__leads"
    ),
}


def finished(unique_id: str, status: str) -> dict[str, Any]:
    """The line of dbt's log that says what became of a model."""
    info = {"name": "LogModelResult", "level": "info", "msg": f"{status} {unique_id}"}
    about = {"unique_id": unique_id, "node_status": status}
    return {"info": info, "data": {"node_info": about, "execution_time": 0.1}}


@pytest.fixture
def build(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Build two models of these ids, dbt being only what it logs and leaves."""
    settings = replace(settings, sources=("exports",))
    home = settings.home
    home.dbt.mkdir(parents=True)
    home.build.mkdir(parents=True)
    manifest_path(home).write_text(json.dumps({"nodes": NODES}))

    def built(
        people: list[int],
        leads: list[int],
        statuses: tuple[str, str] = ("success", "success"),
        compiled: dict[str, Any] = NODES,
    ) -> list[dbt_process.DbtNode]:
        def events(
            _: Settings, command: str, *selection: str, target: Path
        ) -> Iterator[dict[str, Any]]:
            if command == "compile":
                text = json.dumps({"nodes": compiled})
                (target / "manifest.json").write_text(text)
                return
            assert selection == ("--exclude-resource-type", "test")
            with duckdb.connect(str(home.build_database)) as database:
                for table, ids in (("people", people), ("stg_olist__leads", leads)):
                    database.execute(
                        f"create table {table} as select unnest(?) as id", [ids]
                    )
            for unique_id, status in zip(NODES, statuses, strict=False):
                yield finished(unique_id, status)

        monkeypatch.setattr(dbt_process, "_events", events)
        return dbt_process.build(settings, lambda _: None)

    return built


def test_a_build_that_keeps_its_tests_returns_them_with_its_models(
    build: Build,
) -> None:
    statuses = {node.name: node.status for node in build([1, 2], [1])}
    assert statuses["people"] == "success"
    assert statuses["one_person_an_id"] == "pass"


def test_a_broken_test_is_named_with_its_count(build: Build) -> None:
    with pytest.raises(DbtTestError, match=r"1 dbt tests .* one_person_an_id \(2 rows"):
        build([1, 1, 2, 2, 3], [1])


def test_a_source_that_is_not_connected_is_not_tested(build: Build) -> None:
    assert "one_lead_an_id" not in {node.name for node in build([1], [1, 1])}


def test_a_model_that_broke_is_told_before_the_test_that_may_say_why(
    build: Build,
) -> None:
    with pytest.raises(DbtError, match=r"not build stg_olist__leads.*one_person_an_id"):
        build([1, 1], [1], statuses=("success", "error"))


def test_a_model_that_was_not_built_is_not_tested(build: Build) -> None:
    with pytest.raises(DbtError) as refused:
        build([1, 1], [1], statuses=("error", "success"))
    assert "one_person_an_id" not in str(refused.value)


def test_a_test_that_was_not_compiled_stops_the_build(build: Build) -> None:
    fewer = {k: node for k, node in NODES.items() if "one_person" not in k}
    with pytest.raises(DbtError, match=r"1 data tests are compiled, .* has 2"):
        build([1], [1], compiled=fewer)


def test_tests_are_compiled_once_for_one_state_of_the_code(build: Build) -> None:
    build([1], [1])
    with pytest.raises(DbtTestError):
        build([1, 1], [1], compiled={})


@pytest.mark.parametrize("config", [{"severity": "WARN"}, {"error_if": "> 3"}])
def test_a_test_that_tolerates_breaches_is_refused(config: dict[str, str]) -> None:
    lenient = key_test("lenient", "models/intermediate/people.yml", "people", **config)
    with pytest.raises(DataTestConfigError, match="lenient has"):
        compiled_tests({"test.handoff.lenient.abc": lenient})


def test_compiled_tests_another_state_of_the_code_are_not_used(tmp_path: Path) -> None:
    tests = [DataTest("test.handoff.one.abc", "models/one.yml", ("m",), "select 1")]
    write_tests(tests, tmp_path / "tests.json", "this")
    assert read_tests(tmp_path / "tests.json", "this") == tests
    assert read_tests(tmp_path / "tests.json", "that") is None
    assert read_tests(tmp_path / "none.json", "this") is None
