"""A run as of an earlier day knows nothing of what came later."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from contracts import check_build, load
from demo import write_demo
from orchestration.resources import PROJECT
from tests.stories.building import build, company_settings, query

AS_OF = date(2026, 1, 15)
# The last microsecond of that day in Tokyo.
LAST_INSTANT = datetime(2026, 1, 15, 15) - timedelta(microseconds=1)


def test_no_time_in_facts_or_dimensions_lies_after_it(tmp_path: Path) -> None:
    write_demo(raw=tmp_path / "raw", leads=300, seed=7)
    settings = company_settings(
        tmp_path / "raw", tmp_path / "home", sources=["exports"], as_of=AS_OF
    )
    database = build(settings, now=datetime(2026, 11, 1, tzinfo=UTC))
    late = []
    for schema, table, column in query(
        database,
        "select table_schema, table_name, column_name from information_schema.columns"
        " where table_schema in ('facts', 'dimensions') and data_type = 'TIMESTAMP'"
        " and column_name not in ('landed_at', 'ends_at')",
    ):
        [(count,)] = query(
            database,
            f"select count(*) from {schema}.{table} where {column} > ?",
            LAST_INSTANT,
        )
        if count:
            late.append((table, column, count))
    assert late == []
    broken = [
        (result.id, result.breaking_keys[:3])
        for result in check_build(
            database=database,
            landing=settings.home.landing,
            contracts=load(PROJECT / "contracts"),
        )
        if result.status != "held"
    ]
    assert broken == []
