"""What may stand in a contract, and what is refused before anything is checked."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from contracts import ContractError, load
from contracts.strict_yaml import read_strict_yaml
from tests.contracts.small_company import SmallCompany

TABLE = "marts/facts.fct_visits.odcs.yaml"
RULE = "consistency/late_visits_have_a_reason.sql"


def _refused(small: SmallCompany, file: str, old: str, new: str) -> str:
    folder = small.write_contracts()
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContractError) as refusal:
        load(folder)
    sentence = str(refusal.value)
    assert "\n" not in sentence
    return sentence


def test_a_contract_is_known_without_a_database(small: SmallCompany) -> None:
    contracts = load(small.write_contracts())
    (table,) = contracts.tables
    assert (table.schema, table.table, table.key, table.row_floor) == (
        "facts",
        "fct_visits",
        ("lead_id", "window_days"),
        1,
    )
    assert [(c.name, c.physical_type) for c in table.columns] == [
        ("lead_id", "VARCHAR"),
        ("window_days", "BIGINT"),
        ("verdict", "VARCHAR"),
        ("reason", "VARCHAR"),
    ]
    assert table.column("verdict").accepted_values == ("agree", "late")
    assert [(c.id, c.schema, c.table) for c in contracts.checks] == [
        ("fct_visits_contract", "facts", "fct_visits"),
        ("late_visits_have_a_reason", "facts", "fct_visits"),
        ("tool_records_feed", "landing", "tool/records"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("status: active", "status: active\nstatus: draft", "'status' twice"),
        ("required: true", "required: NO", "bare word NO"),
        ("status: active", "status: on", "bare word on"),
        ("status: active", "status: &a active", "anchor"),
        ("status: active", "status: *a", "alias"),
        ("status: active", "tags: " + "[" * 60 + "]" * 60, "nests deeper"),
        ("status: active", "tags: " + "[" * 9000 + "]" * 9000, "nests deeper"),
        (
            "status: active",
            "status: !!python/object/apply:os.system [id]",
            "no YAML that may be read",
        ),
        ("status: active", "status: [active", "no YAML that may be read"),
        ("status: active", "2: active", "not a text"),
    ],
)
def test_hostile_yaml_is_refused_with_its_line(
    small: SmallCompany, old: str, new: str, says: str
) -> None:
    sentence = _refused(small, TABLE, old, new)
    assert says in sentence
    assert "line" in sentence or "levels" in sentence


def test_an_entity_bomb_is_refused_before_it_unfolds(small: SmallCompany) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)
    )
    assert "anchor" in _refused(small, TABLE, "apiVersion", bomb + "apiVersion")


def test_dates_and_clock_times_stay_text(tmp_path: Path) -> None:

    path = tmp_path / "x.yaml"
    path.write_text("on_day: 2026-01-01\nclock: 12:30\nnorway: 'NO'\nyes_it_is: true\n")
    assert read_strict_yaml(path) == {
        "on_day": "2026-01-01",
        "clock": "12:30",
        "norway": "NO",
        "yes_it_is": True,
    }


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("        required: true", "        requird: true", "requird"),
        ("apiVersion: v3.2.0", "apiVersion: v2.2.2", "no DataContract of ODCS v3"),
        ("version: 1.0.0", "version: ''", "lacks version"),
        ("facts.fct_visits", "staging.visits", "physicalName"),
        ("name: reason", "name: reason); drop table x", "no column name"),
        ("name: reason", "name: verdict", "twice"),
        ("classification: pseudonym", "classification: email", "class email"),
        ("classification: pseudonym", "description: x", "class (none)"),
        ("mustBeGreaterOrEqualTo: 1", "mustBeGreaterOrEqualTo: 0", "emptyMeans"),
        ("nullMeans", "nullMaybe", "window_days is a key or a code"),
        (
            "physicalType: VARCHAR\n        required: true\n"
            "        classification: business",
            "physicalType: BIGINT\n        required: true\n"
            "        classification: business",
            "verdict lists values but is BIGINT",
        ),
        (
            "required: true\n        classification: business",
            "classification: business",
            "verdict is a key or a code",
        ),
    ],
)
def test_a_contract_that_would_promise_less_is_refused(
    small: SmallCompany, old: str, new: str, says: str
) -> None:
    assert says in _refused(small, TABLE, old, new)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("-- kind: example\n", "", "says no kind"),
        ("-- id: late", "-- id: early", "named like its file"),
        ("facts.fct_visits", "facts.fct_calls", "no contract"),
        ("facts.fct_visits", "staging.visits", "no table of the layers"),
        ("{batch}", "facts.fct_visits", "exactly once"),
        ("from visits", "from (select * from {batch}\n)", "exactly once"),
    ],
)
def test_a_rule_that_would_check_something_else_is_refused(
    small: SmallCompany, old: str, new: str, says: str
) -> None:
    assert says in _refused(small, RULE, old, new)


def test_a_folder_without_contracts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="nothing would be checked"):
        load(tmp_path)


def test_two_checks_of_one_name_are_refused(small: SmallCompany) -> None:
    folder = small.write_contracts()
    rule = folder / RULE
    twin = rule.with_name("fct_visits_contract.sql")
    twin.write_text(
        rule.read_text().replace("late_visits_have_a_reason", "fct_visits_contract")
    )
    with pytest.raises(ContractError, match="Two checks are called"):
        load(folder)


PROJECT = Path(__file__).parents[2]
DOCUMENTS = sorted((PROJECT / "contracts").rglob("*.odcs.yaml"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_contract_of_the_project_is_valid_by_the_standard_s_schema(
    path: Path,
) -> None:
    schema = json.loads(
        files("open_data_contract_standard").joinpath("schema.json").read_text()
    )
    validator = jsonschema.validators.validator_for(schema)(schema)
    problems = list(validator.iter_errors(read_strict_yaml(path)))
    assert [problem.message for problem in problems] == []


def test_the_project_s_checks_have_names_that_a_scheduler_accepts() -> None:
    contracts = load(PROJECT / "contracts")
    assert [
        check.id
        for check in contracts.checks
        if not re.fullmatch(r"[a-z][a-z0-9_]*", check.id)
    ] == []
    assert all(check.sentence.endswith(".") for check in contracts.checks)


def test_no_published_column_is_personal() -> None:
    # Landing has e-mails, names and free text; nothing of that class is published.
    contracts = load(PROJECT / "contracts")
    published = {
        column.classification for table in contracts.tables for column in table.columns
    }
    assert published <= {"business", "internal_id", "pseudonym"}
    landed = {
        column.classification for feed in contracts.feeds for column in feed.columns
    }
    assert "email" in landed
