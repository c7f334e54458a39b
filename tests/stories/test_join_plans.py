"""No model compares each row of a company with each of another relation.

DuckDB joins by hash where a condition is an equality. A LEFT JOIN that asks something
of its left side alone, or an OR across both sides, takes the equalities beside it along
into a loop over all pairs: of 100,000 leads nobody notices, of a million it takes as
long as everything else.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.resources import Home
from tests.compiled_project import compiled_nodes, is_model, statements

# Of two columns, not of a column and a constant.
EQUALITY = re.compile(r"[\w)] = [a-z_]+\)")
# Rows of the book, a few dozen, with each other or with few of anything else.
OF_THE_BOOK = {
    "int_attribute_points",
    "int_book_causes",
    "int_book_changes",
    "int_clause_knowledge",
    "int_clause_texts",
    "int_clauses",
    "int_definitions",
    "int_group_knowledge",
    "int_rule_clauses",
    "int_score_decay",
    "int_stage_speakers",
    "int_step_outcomes",
    "mart_agreement_queue",
}


def loops(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """Conditions of a query's joins that would be joins by hash, but for one part."""
    found = connection.execute(f"explain (format json) {query}").fetchone()
    assert found is not None
    return [
        str(operator["extra_info"]["Condition"])
        for root in json.loads(found[1])
        for operator in _operators(root)
        if operator["name"] == "BLOCKWISE_NL_JOIN"
        and EQUALITY.search(str(operator["extra_info"]["Condition"]))
    ]


def _operators(operator: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield operator
    for child in operator["children"]:
        yield from _operators(child)


def test_a_loop_is_found() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table a as select 1 as id, 'x' as kind")
        query = "select * from a left join a as b on b.id = a.id"
        assert loops(connection, query) == []
        assert len(loops(connection, f"{query} and a.kind = 'x'")) == 1
        assert loops(connection, f"{query} and b.kind = 'x'") == []
        assert len(loops(connection, f"{query} and (a.kind = 'x' or a.id > b.id)")) == 1


@pytest.mark.parametrize("shape", ["demo_build", "tools_build"])
def test_models_join_by_equality(shape: str, request: pytest.FixtureRequest) -> None:
    build: Path = request.getfixturevalue(shape)
    home = Home(build.parents[1])
    found = {}
    with duckdb.connect(str(build), read_only=True) as connection:
        for node in filter(is_model, compiled_nodes()):
            *_, statement = statements(node, home)
            query = statement[statement.index("(") :]
            if looped := loops(connection, f"select * from {query}"):
                found[node["name"]] = looped
    assert {
        model: looped for model, looped in found.items() if model not in OF_THE_BOOK
    } == {}
