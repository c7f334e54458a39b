"""A flag or key column without an answer stops every company of the tests."""

import duckdb
import pytest

from orchestration.dbt_process import DbtTestError
from tests.compiled_project import refuse_missing_answers


@pytest.mark.parametrize(
    ("table", "columns", "is_refused"),
    [
        ("int_leads", "null::boolean as is_open", True),
        ("int_leads", "null::timestamp as occurred_at", True),
        ("int_leads", "false as is_open, now() as occurred_at, null as reason", False),
        # What a tool does not say is unknown in its port.
        ("int_port_leads", "null::boolean as is_opted_out", False),
    ],
)
def test_a_missing_answer_is_refused_below_the_ports(
    table: str, columns: str, is_refused: bool
) -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema intermediate")
        connection.execute(f"create table intermediate.{table} as select {columns}")
        if is_refused:
            with pytest.raises(DbtTestError, match=f"{table}: 1 rows where"):
                refuse_missing_answers(connection)
        else:
            refuse_missing_answers(connection)
