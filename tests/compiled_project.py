"""The project as dbt compiled it, run on one small company after the other.

dbt needs most of a minute of processor time for a company of one lead, all but a few
seconds of it its own. What most tests ask is what the SQL says: dbt compiles it once,
and here its models and data tests run in dbt's order. The nights and the demo company
run dbt itself.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt_process import (
    DbtError,
    DbtNode,
    DbtTestError,
    code_hash,
    room_of,
)
from orchestration.resources import PROJECT, Home, Settings, tool_environment

Node = Mapping[str, Any]
COMPILED = PROJECT / ".pytest_cache" / "compiled"
# Where the intermediate layer has these columns, every row of every company fills them.
ANSWERED = [
    "clause_text",
    "definition_basis",
    "event_id",
    "evidence_type",
    "native_id",
    "object",
    "occurred_at",
    "opened_at",
    "priority",
    "reference",
    "signal",
    "source",
    "stage_order",
    "stage_path",
    "system",
]


def build_compiled(
    settings: Settings, progress: Callable[[str], None]
) -> list[DbtNode]:
    """Do what `dbt_process.build` does, in this process."""
    built = [
        node
        for node in compiled_nodes()
        if not _is_test_of_an_idle_source(node, settings.sources)
    ]
    run_nodes(built, settings.home)
    return [
        DbtNode(node["unique_id"], room_of(node), "success", 0, "") for node in built
    ]


def models_behind(*names: str) -> list[Node]:
    """These models and all that they read from, in dbt's order."""
    nodes = compiled_nodes()
    wanted = {node["unique_id"] for node in nodes if node["name"] in names}
    for node in reversed(nodes):
        if node["unique_id"] in wanted:
            wanted.update(node["depends_on"]["nodes"])
    return [node for node in nodes if node["unique_id"] in wanted]


def run_nodes(nodes: Iterable[Node], home: Home) -> None:
    """Run nodes on an empty build database of a home.

    Raises DbtError for SQL that DuckDB refuses, DbtTestError for a failed data test and
    for an answer that is missing.
    """
    home.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(home.build_database)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set threads = 2")
        for node in nodes:
            for statement in statements(node, home):
                try:
                    found = connection.execute(statement).fetchone()
                except duckdb.Error as error:
                    raise DbtError(f"{node['name']}: {error}") from error
            if not _is_model(node) and found is not None and found[0]:
                raise DbtTestError(f"{node['name']} found {found[0]} rows")
        refuse_missing_answers(connection)


def refuse_missing_answers(
    connection: duckdb.DuckDBPyConnection, tables: Collection[str] | None = None
) -> None:
    """Raise DbtTestError where an intermediate table, or one of some, lacks an answer.

    What a tool does not say may be unknown in its port; below, every flag is true or
    false and the columns of ANSWERED are never NULL.
    """
    found = connection.execute(
        "select table_name, string_agg(format('{0} is null', column_name), ' or ')"
        " from duckdb_columns() where schema_name = 'intermediate'"
        " and (data_type = 'BOOLEAN' or list_contains(?, column_name))"
        " and not starts_with(table_name, 'int_port_')"
        " and table_name in (select table_name from duckdb_tables())"
        " group by table_name",
        [ANSWERED],
    ).fetchall()
    for table, is_unanswered in found:
        if tables is not None and table not in tables:
            continue
        rows = connection.execute(
            f"select count(*) from intermediate.{table} where {is_unanswered}"
        ).fetchone()
        if rows is not None and rows[0]:
            raise DbtTestError(f"{table}: {rows[0]} rows where {is_unanswered}")


@cache
def compiled_nodes() -> tuple[Node, ...]:
    """Every model and data test with its compiled SQL, in dbt's order.

    Compiled again when any file of the project changed.
    """
    COMPILED.mkdir(parents=True, exist_ok=True)
    manifest = COMPILED / f"{code_hash()}.json"
    with open(COMPILED / "lock", "w") as lock:
        # Waits: another process of the tests may be compiling the very same project.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not manifest.exists():
            for outdated in COMPILED.glob("*.json"):
                outdated.unlink()
            os.replace(_compile(COMPILED / "target"), manifest)
    found = json.loads(manifest.read_text())["nodes"]
    nodes = {
        unique_id: node
        for unique_id, node in found.items()
        if node["resource_type"] in ("model", "test")
    }
    reads = {
        unique_id: [one for one in node["depends_on"]["nodes"] if one in nodes]
        for unique_id, node in nodes.items()
    }
    return tuple(nodes[one] for one in TopologicalSorter(reads).static_order())


def _compile(target: Path) -> Path:
    """The manifest of the project, compiled for a home that is only a name."""
    home = Home(COMPILED / "home")
    home.build.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    finished = subprocess.run(
        [
            Path(sys.executable).with_name("dbt"),
            "compile",
            "--quiet",
            f"--project-dir={PROJECT}",
            f"--profiles-dir={PROJECT}",
            f"--target-path={target}",
            f"--log-path={target / 'logs'}",
        ],
        cwd=PROJECT,
        env=tool_environment() | {"HANDOFF_HOME": str(home.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if finished.returncode:
        raise DbtError(f"dbt could not compile the project: {finished.stdout}")
    return target / "manifest.json"


def statements(node: Node, home: Home) -> Iterator[str]:
    """The SQL that builds a model, or counts the rows that break a data test."""
    code = node["compiled_code"].replace(str(COMPILED / "home"), str(home.root))
    if not _is_model(node):
        yield f"select count(*) from ({code}\n)"
        return
    table = relation(node)
    columns = node["columns"].values()
    yield f'create schema if not exists "{node["schema"]}"'
    if node["config"]["materialized"] == "view":
        yield f"create view {table} as ({code}\n)"
    elif node["config"]["contract"]["enforced"]:
        names = ", ".join(f'"{column["name"]}"' for column in columns)
        yield f"create table {table} ({', '.join(map(_declared, columns))})"
        yield f"insert into {table} select {names} from ({code}\n)"
    else:
        yield f"create table {table} as ({code}\n)"


def relation(node: Node) -> str:
    """The name of a model's table, as SQL wants it."""
    return f'"{node["schema"]}"."{node["alias"]}"'


def _declared(column: Node) -> str:
    constraints = [one["type"].replace("_", " ") for one in column["constraints"]]
    return " ".join([f'"{column["name"]}"', column["data_type"], *constraints])


def _is_model(node: Node) -> bool:
    return bool(node["resource_type"] == "model")


def _is_test_of_an_idle_source(node: Node, sources: Iterable[str]) -> bool:
    """Its tables are empty."""
    if _is_model(node):
        return False
    path = Path(node["original_file_path"]).parts
    return path[:2] == ("models", "staging") and path[2] not in sources
