"""Every house rule is seen to fail: one breach is planted in a project that keeps all.

The address and the paths below are put together, so that the rule which searches
every tracked file for them does not find this one.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import repository_rules
from tests.architecture.contract_rules import (
    cited_definitions,
    contracts_of_published_tables,
)
from tests.architecture.layer_rules import (
    grain_comments,
    model_descriptions,
    names_and_folders,
    orphaned_descriptions,
    ports_and_staging,
    reads_to_the_right,
    uses_of_vars,
    vendor_names_below_staging,
)
from tests.architecture.python_rules import (
    dagster_in_pure_rooms,
    empty_names,
    environment_readers,
    modules_of_one_name,
)
from tests.architecture.repository_rules import (
    lock_without_addresses,
    traces_of_machines,
)
from tests.architecture.small_project import FILES, make_small_project, plant
from tests.architecture.sql_rules import (
    engine_constructs,
    thresholds_in_models,
    unordered_nulls,
)
from tests.architecture.test_house_rules import RULES

Rule = Callable[[Path], list[str]]

INT_LEADS = "models/intermediate/int_leads.sql"
FCT_CYCLES = "models/facts/fct_cycles.sql"
MART = "models/marts/mart_funnel.sql"
MART_YAML = "models/marts/mart_funnel.yml"
MART_CONTRACT = "contracts/marts/marts.mart_funnel.odcs.yaml"
LOCK = "requirements.lock"


def sql(text: str) -> str:
    """A model that is nothing but this select list entry."""
    return f"-- One row per lead.\nselect {text} from leads\n"


LAYERS = [
    (vendor_names_below_staging, INT_LEADS, sql("acme_id"), "the vendor 'acme'"),
    (vendor_names_below_staging, INT_LEADS, sql("1 -- as in HubSpot"), "'HubSpot'"),
    (vendor_names_below_staging, INT_LEADS, sql("a = 'exports'"), "'exports'"),
    (vendor_names_below_staging, "models/facts/fct_marketo.sql", "", "'marketo'"),
    (vendor_names_below_staging, "macros/stages.sql", "-- ga4 only", "'ga4'"),
    (vendor_names_below_staging, MART_CONTRACT, "name: olist", "'olist'"),
    (
        reads_to_the_right,
        INT_LEADS,
        "select * from {{ ref('fct_cycles') }}",
        "reads fct_cycles of facts, which is not to the left of intermediate",
    ),
    (
        reads_to_the_right,
        MART,
        "select * from {{ ref('mart_funnel') }}",
        "reads mart_funnel of marts",
    ),
    (
        reads_to_the_right,
        "models/staging/acme/stg_acme__leads.sql",
        "select * from {{ ref('stg_exports__leads') }}",
        "reads stg_exports__leads of staging",
    ),
    (
        reads_to_the_right,
        "models/staging/acme/stg_acme__leads.sql",
        "select * from ({{ live_rows('exports', 'ma_leads') }})",
        "reads the raw tables of exports",
    ),
    (
        reads_to_the_right,
        INT_LEADS,
        "select * from {{ source('acme', 'people') }}",
        "reads acme, which only staging may",
    ),
    (reads_to_the_right, INT_LEADS, "{{ ref('int_' ~ name) }}", "computes a ref()"),
    (names_and_folders, "models/gold/gold_leads.sql", "", "models/gold is none of"),
    (names_and_folders, "models/marts/funnel.sql", "", "should be called mart_"),
    (names_and_folders, "models/facts/dim_leads.sql", "", "called fct_ or bridge_"),
    (names_and_folders, "models/stg_leads.sql", "", "lies in no folder for models"),
    (
        names_and_folders,
        "models/staging/acme/stg_exports__leads.sql",
        "",
        "should be called stg_acme__ or base_acme__",
    ),
    (grain_comments, MART, "select 1", "does not begin with the comment"),
    (grain_comments, MART, "-- Leads a month\nselect 1", "does not begin with"),
    (model_descriptions, "models/marts/mart_new.sql", "", "has no mart_new.yml"),
    (model_descriptions, MART_YAML, "models: []", "does not describe exactly"),
    (
        model_descriptions,
        MART_YAML,
        "models:\n  - {name: mart_funnel, description: Leads a month.}",
        "does not start `One row per …`",
    ),
    (
        model_descriptions,
        MART_YAML,
        "models:\n  - {name: mart_funnel, columns: [], description: One row per x.}",
        "write the keys as name, description",
    ),
    (
        orphaned_descriptions,
        "models/marts/mart_old.yml",
        "models: []",
        "describes no model beside it",
    ),
    (
        orphaned_descriptions,
        "models/semantic/rates.yml",
        "models: []",
        "says models: no metric, nor what one is made of",
    ),
    (
        ports_and_staging,
        "dbt_project.yml",
        "vars: {ports: {leads: [acme, exports, newer]}}",
        "the port leads of newer, which has no staging file",
    ),
    (
        ports_and_staging,
        "models/staging/acme/stg_acme__touches.sql",
        "",
        "models/staging/acme offers the port touches",
    ),
    (uses_of_vars, INT_LEADS, sql("'{{ var('as_of') }}'"), "reads the var as_of"),
    (uses_of_vars, "macros/days.sql", "{{ var('as_of') }}", "reads the var as_of"),
    (uses_of_vars, INT_LEADS, sql("{{ env_var('HOME') }}"), "reads the environment"),
    (uses_of_vars, INT_LEADS, "{{ config(enabled=false) }}", "can be switched off"),
]

SQL = [
    (engine_constructs, MART, sql(text), words)
    for text, words in (
        ("a from b qualify c = 1", "'qualify'"),
        ("datediff('hour', a, b)", "'datediff'"),
        ("extract(dow from a)", "'extract(dow'"),
        ("concat(a, b)", "write ||"),
        ("1 union all by name select 2", "'by name'"),
        ("try_cast(a as bigint)", "write a decimal"),
        ("a::date", "'::'"),
        ("a // b", "integer division"),
        ("a / b", "write / nullif(…, 0)"),
        ("arg_max(a, b)", "'arg_max('"),
        ("* exclude (a)", "explicit columns"),
        ("epoch_us(a)", "'epoch_us'"),
        ("md5(a)", "surrogate keys"),
        ("a->>'x'", "JSON"),
        ("list_sort(a)", "'list_sort('"),
        ("unnest(a)", "'unnest('"),
        ("a at time zone 'Asia/Tokyo'", "company days"),
        ("string_agg(a, ',')", "'string_agg('"),
        ("last_value(a ignore nulls)", "'ignore nulls'"),
        ("a + interval 1 day", "the macro that adds time"),
        ("current_date", "the as-of instant"),
        ("now()", "the as-of instant"),
        ("read_parquet('x')", "write source()"),
        ("date_trunc('week', a)", "cast(date_trunc(…) as date)"),
    )
]
SQL += [
    (engine_constructs, "macros/days.sql", "{{ a }}::date", "macros/days.sql line 1"),
    (
        unordered_nulls,
        MART,
        sql("row_number() over (order by a desc nulls last, b)"),
        "line 2 orders by 'b' without nulls first or last",
    ),
    (
        unordered_nulls,
        MART,
        sql("sum(a) over (order by coalesce(b, c) rows 1 preceding)"),
        "orders by 'coalesce(b, c)' without",
    ),
    (unordered_nulls, MART, sql("a") + "order by {{ x }}\nlimit 1", "orders by 'rend"),
    (thresholds_in_models, FCT_CYCLES, sql("score >= 80"), "holds the number 80"),
    (thresholds_in_models, FCT_CYCLES, sql("score * 0.5"), "holds the number 0.5"),
    (thresholds_in_models, MART, sql("1"), "allows 0.5 in mart_funnel, which needs it"),
    (
        thresholds_in_models,
        FCT_CYCLES,
        sql("status = 'closed_won'"),
        "holds the word 'closed_won'",
    ),
    (thresholds_in_models, FCT_CYCLES, sql("level = '課長'"), "the word '課長'"),
    (
        thresholds_in_models,
        FCT_CYCLES,
        sql("touch_type = 'whitepaper_download'"),
        "the word 'whitepaper_download'",
    ),
    (thresholds_in_models, FCT_CYCLES, sql("said = '不在'"), "the word '不在'"),
    (thresholds_in_models, FCT_CYCLES, sql("d like '.ac.jp'"), "the word '.ac.jp'"),
    (thresholds_in_models, FCT_CYCLES, sql("id = 'mql_v2'"), "the word 'mql_v2'"),
    (
        thresholds_in_models,
        FCT_CYCLES,
        sql("day_on < date '2026-01-01'"),
        "the word '2026-01-01'",
    ),
]

CONTRACTS = [
    (
        contracts_of_published_tables,
        "models/marts/mart_new.sql",
        "",
        "models/marts/mart_new.sql is published without a contract",
    ),
    (
        contracts_of_published_tables,
        "contracts/marts/marts.mart_old.odcs.yaml",
        "schema: []",
        "promises a table that no model builds",
    ),
    (
        contracts_of_published_tables,
        MART_YAML,
        "models: [{name: mart_funnel, columns: [{name: month_on, data_type: date}]}]",
        "promises leads, which the model's YAML does not have",
    ),
    (
        contracts_of_published_tables,
        MART_CONTRACT,
        "schema: [{properties: [{name: leads, physicalType: BIGINT}]}]",
        "does not promise the column month_on",
    ),
    (
        contracts_of_published_tables,
        MART_CONTRACT,
        FILES[MART_CONTRACT].replace("BIGINT", "DOUBLE"),
        "promises leads as DOUBLE, the model's YAML says BIGINT",
    ),
    (
        cited_definitions,
        MART_CONTRACT,
        FILES[MART_CONTRACT].replace("#win_rate", "#best_rate"),
        "cites best_rate, unknown to seeds/definitions/kpi_definitions.csv",
    ),
    (
        cited_definitions,
        MART_CONTRACT,
        FILES[MART_CONTRACT].replace("kpi_definitions", "kpis"),
        "cites seeds/definitions/kpis.csv, which does not exist",
    ),
]

PYTHON = [
    (
        dagster_in_pure_rooms,
        "landing/assets.py",
        "def f():\n    from dagster_dbt import x\n",
        "landing/assets.py imports dagster_dbt",
    ),
    (
        dagster_in_pure_rooms,
        "book/settings.py",
        "import orchestration.resources\n",
        "imports orchestration.resources",
    ),
    (
        environment_readers,
        "landing/home.py",
        "import os\nx = os.environ['HOME']\n",
        "landing/home.py line 2 reads the environment",
    ),
    (
        environment_readers,
        "orchestration/steps.py",
        "from os import getenv\n",
        "orchestration/steps.py line 1 reads the environment",
    ),
    (empty_names, "landing/utils.py", "", "landing/utils.py is called by a word"),
    (empty_names, "book/common/reading.py", "", "book/common/reading.py is called"),
    (empty_names, "macros/misc.sql", "", "macros/misc.sql is called by a word"),
    (
        modules_of_one_name,
        "tests/landing/test_cells.py",
        "",
        "tests/landing/test_cells.py has the name of tests/book/test_cells.py",
    ),
    (lock_without_addresses, LOCK, "duckdb>=1.5\n", "line 1 pins no exact version"),
    (lock_without_addresses, LOCK, "duckdb==1.5.6 \\\n", "line 1 has no hash"),
    (lock_without_addresses, LOCK, "--index" + "-url x\n", "holds an address"),
    (
        lock_without_addresses,
        LOCK,
        "a @ https" + "://x/a.whl \\\n    --hash=sha256:0\n",
        "line 1 holds an address",
    ),
]


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A project that keeps every house rule."""
    return make_small_project(tmp_path / "project")


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_project_that_keeps_the_rules_has_no_breach(
    small_project: Path, rule: Rule
) -> None:
    assert rule(small_project) == []


@pytest.mark.parametrize(
    ("rule", "path", "text", "words"),
    [
        pytest.param(*case, id=f"{case[0].__name__}-{case[3]}")
        for case in [*LAYERS, *SQL, *CONTRACTS, *PYTHON]
    ],
)
def test_a_planted_breach_is_found(
    small_project: Path, rule: Rule, path: str, text: str, words: str
) -> None:
    plant(small_project, path, text)

    breaches = rule(small_project)

    assert any(words in breach for breach in breaches), breaches


@pytest.mark.parametrize(
    "line",
    [
        "see https" + "://files.py" + "pi.example/simple/duckdb",
        "pip install --extra-index" + "-url x",
        "read_csv('/ho" + "me/someone/leads.csv')",
        "cd /wo" + "rk/project",
        "C:\\Us" + "ers\\someone",
        "proxy at 10" + ".0.0.7",
    ],
)
def test_a_trace_of_a_machine_is_found(small_project: Path, line: str) -> None:
    plant(small_project, "README.md", f"Handoff\n{line}\n")

    breaches = traces_of_machines(small_project, ["README.md"])

    assert len(breaches) == 1
    assert breaches[0].startswith("README.md line 2 holds")


@pytest.mark.parametrize(
    "line",
    [
        "Dagster's UI on http://127.0.0.1:3000",
        "version 10.1.2 of the library",
        "warehouse/landing/exports, ../shared/data, ~/handoff/x",
        "the page /work is ours",
        "https://docs.getdbt.com/reference",
    ],
)
def test_ordinary_text_is_no_trace_of_a_machine(small_project: Path, line: str) -> None:
    plant(small_project, "README.md", line)

    assert traces_of_machines(small_project, ["README.md"]) == []


def test_a_copy_without_git_lists_its_visible_files(small_project: Path) -> None:
    plant(small_project, ".git_is_elsewhere/config", "")

    listed = repository_rules.tracked_files(small_project)

    assert LOCK in listed
    assert not any(name.startswith(".git") for name in listed)
