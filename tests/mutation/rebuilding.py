"""Builds what a mutant changes in a company that was built without it."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.compiled_models import relation
from orchestration.dbt_process import DbtTestError
from orchestration.resources import Home
from tests.compiled_project import (
    Node,
    refuse_missing_answers,
    statements,
)
from tests.mutation.mutants import Mutant

# Far more than any model of a small company takes.
SECONDS = 20.0


def rebuild(
    sound: Path,
    database: Path,
    mutant: Mutant,
    nodes: Sequence[Node],
    home: Home,
    *,
    is_enough: Callable[[Node], bool] = lambda node: False,
) -> Collection[str]:
    """Copy `sound` to `database`, with the mutant and all that reads what it changed.

    Returns the names of the models that changed, up to one that is enough. Raises
    DbtTestError where a data test finds rows, and what DuckDB raises,
    InterruptException after SECONDS.
    """
    before = _contents_of_sound(sound, nodes)
    places = [at for at, node in enumerate(nodes) if node["name"] == mutant.model]
    if not places or _says_the_same(sound, mutated(nodes[places[0]], mutant), home):
        return ()
    shutil.copyfile(sound, database)
    changed: set[str] = set()
    names: set[str] = set()
    with _opened(database) as connection:
        for node in nodes[places[0] :]:
            is_mutant = node["name"] == mutant.model
            if not is_mutant and not changed & set(node["depends_on"]["nodes"]):
                continue
            _run(connection, mutated(node, mutant), home)
            if node["resource_type"] != "model":
                continue
            if _content(connection, relation(node)) != before[node["name"]]:
                refuse_missing_answers(connection, [node["name"]])
                changed.add(node["unique_id"])
                names.add(node["name"])
                if is_enough(node):
                    break
    return names


def run_tests(sound: Path, nodes: Iterable[Node]) -> None:
    """Run the data tests among nodes; raises DbtTestError where one finds rows."""
    home = Home(sound.parents[1])
    with duckdb.connect(str(sound), read_only=True) as connection:
        for node in nodes:
            if node["resource_type"] == "test":
                _run(connection, node, home)


def _says_the_same(sound: Path, node: Node, home: Home) -> bool:
    """Whether a mutant's table is the one of the sound build, which is left alone."""
    if node["config"]["contract"]["enforced"]:
        return False
    *_, made = statements(node, home)
    query = made[made.index(" as (") + len(" as ") :]
    with _opened(sound, read_only=True) as connection:
        return _content(connection, query) == _content(connection, relation(node))


@contextmanager
def _opened(
    database: Path, *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of which no statement takes longer than SECONDS in all."""
    with duckdb.connect(str(database), read_only=read_only) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set threads = 1")
        watch = threading.Timer(SECONDS, connection.interrupt)
        watch.start()
        try:
            yield connection
        finally:
            watch.cancel()


def mutated(node: Node, mutant: Mutant) -> Node:
    """The node, with the mutant's SQL if it is that model."""
    if node["name"] != mutant.model:
        return node
    return {**node, "compiled_code": mutant.sql}


def _run(connection: duckdb.DuckDBPyConnection, node: Node, home: Home) -> None:
    for statement in statements(node, home):
        made = statement.startswith(("create view", "create table"))
        found = connection.execute(
            statement.replace("create ", "create or replace ", 1) if made else statement
        ).fetchone()
    if node["resource_type"] == "test" and found is not None and found[0]:
        raise DbtTestError(f"{node['name']} found {found[0]} rows")


def _contents_of_sound(sound: Path, nodes: Iterable[Node]) -> dict[str, list[str]]:
    """What every model holds without any mutant, kept beside the database."""
    kept = sound.with_suffix(".json")
    if not kept.exists():
        with duckdb.connect(str(sound), read_only=True) as connection:
            contents = {
                node["name"]: _content(connection, relation(node))
                for node in nodes
                if node["resource_type"] == "model"
            }
        # Another process may be reading, or writing the same.
        written = sound.with_suffix(f".json.{os.getpid()}")
        written.write_text(json.dumps(contents))
        written.replace(kept)
    return dict(json.loads(kept.read_text()))


def _content(connection: duckdb.DuckDBPyConnection, rows: str) -> list[str]:
    """How many rows, and the sum of their hashes: the same for the same rows."""
    found = connection.execute(
        f"select count(*), sum(hash(content)::hugeint) from {rows} as content"
    ).fetchone()
    return [str(cell) for cell in found or ()]
