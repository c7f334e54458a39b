"""The project as dbt compiled it, run on one small company after the other.

dbt needs most of a minute of processor time for a company of one lead, all but a few
seconds of it its own. What most tests ask is what the SQL says: dbt compiles it once,
and here its models and data tests run in dbt's order. The nights and the demo company
run dbt itself.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

import duckdb

from orchestration.compiled_models import CompiledProject, Node, is_model
from orchestration.dbt_process import DbtError, DbtNode, DbtTestError, room_of
from orchestration.resources import PROJECT, Home, Settings

COMPILED = PROJECT / ".pytest_cache" / "compiled"
_PROJECT = CompiledProject(COMPILED)
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
        # A second thread costs a small company a third more; dbt's builds have it.
        connection.execute("set threads = 1")
        for node in nodes:
            for statement in statements(node, home):
                try:
                    found = connection.execute(statement).fetchone()
                except duckdb.Error as error:
                    raise DbtError(f"{node['name']}: {error}") from error
            if not is_model(node) and found is not None and found[0]:
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
    """Every model and data test with its compiled SQL, in dbt's order."""
    return _PROJECT.nodes()


def statements(node: Node, home: Home) -> Iterator[str]:
    """The SQL that builds a model, or counts the rows that break a data test."""
    return _PROJECT.statements(node, home)


def _is_test_of_an_idle_source(node: Node, sources: Iterable[str]) -> bool:
    """Its tables are empty."""
    if is_model(node):
        return False
    path = Path(node["original_file_path"]).parts
    return path[:2] == ("models", "staging") and path[2] not in sources
