"""Compares what two builds of one company publish, whatever sources they come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

SCHEMAS: Final = ("dimensions", "facts", "marts")
# Marketo writes down attending a seminar as a status of its program, without content.
_WITHOUT_CONTENT: Final = """
    select * from {table} where segment_dimension != 'content_type'
"""
# Tables that are compared as something less than themselves, each for its reason.
COMPARED_AS: Final = {
    # A state of a contact has no id of the change that led to it.
    "facts.fct_handovers": """
        select
            * replace (
                case when handover_type = 'record' then handover_id end as handover_id
            )
        from {table}
    """,
    "marts.mart_funnel_cohorts": _WITHOUT_CONTENT,
    "marts.mart_funnel_periods": _WITHOUT_CONTENT,
    "marts.mart_recycling": _WITHOUT_CONTENT,
    "marts.mart_conversion_changes": _WITHOUT_CONTENT,
    "marts.mart_change_sentences": _WITHOUT_CONTENT,
    # The sales tool knows members of campaigns of its own, whom exports do not tell.
    "marts.mart_pipeline": """
        select
            * exclude (influenced_amount, influenced_share, traced_amount, traced_share)
        from {table}
    """,
    # Counts and shares are of one source's words; the company's are their sum.
    "marts.mart_unmapped_values": """
        select
            mapping, source_value, sum(row_count) as row_count,
            min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at
        from {table}
        group by mapping, source_value
    """,
    # Exports do not tell who handed over, so nobody is named there.
    "marts.mart_data_entry": """
        select
            period_grain, data_entry_rule_id, object, field, owner_team, period_on,
            case when object != 'handover' then user_id end as user_id,
            case when object != 'handover' then team end as team,
            sum(entries_due) as entries_due, sum(entries_kept) as entries_kept
        from {table}
        group by all
    """,
    # A segment of a source is judged by the names of the lead's own.
    "marts.mart_lead_clauses": """
        select * replace (case when line != 'segment' then observed end as observed)
        from {table}
    """,
    # Exports do not tell who handed over.
    "marts.mart_lead_history": """
        select
            * replace (case when event_kind != 'handover' then actor_id end as actor_id)
        from {table}
    """,
    # Marketo's seminars have a feed of their own, which begins later than the others:
    # a version that reads them can be compared from then on.
    "marts.mart_definition_backtest": """
        select * from {table}
        where 'mql_v1' not in (baseline_definition_id, tried_definition_id)
    """,
    "marts.mart_definition_backtest_leads": """
        select * from {table}
        where 'mql_v1' not in (baseline_definition_id, tried_definition_id)
    """,
}
# Columns that may differ although both builds say the same, each with its reason.
NOT_COMPARED: Final = {
    "recorded_at": "Marketo and Salesforce do not say when a change was written down",
    "landed_at": "the builds landed at different moments",
    "member_key": "a key is made from its source's name; the lead is compared instead",
    "source": "the name of the source itself",
    "sources": "names of sources",
    "from_user_id": "exports do not tell who handed over",
    "queue_rank": "where all else is equal, keys decide who comes first",
    "candidate_group": "a key made from the keys of its members",
}


@dataclass(frozen=True)
class Difference:
    """Rows of one table that only one of two builds has (the first few of them)."""

    table: str
    columns: list[str]
    only_first: list[tuple[Any, ...]]
    only_second: list[tuple[Any, ...]]
    count_first: int
    count_second: int

    def __str__(self) -> str:
        lines = [f"{self.table}: {self.count_first} / {self.count_second} rows differ"]
        lines += [f"  {self.columns}"]
        lines += [f"  first  {row}" for row in self.only_first]
        lines += [f"  second {row}" for row in self.only_second]
        return "\n".join(lines)


def differences(first: Path, second: Path, *, shown: int = 5) -> list[Difference]:
    """What differs between the builds of two homes, table by table.

    Rows count as often as they occur. Keys are compared by what they stand for: a
    person is the sorted list of its delivered records, everything else its object and
    native id.
    """
    with duckdb.connect() as connection:
        for side, home in (("a", first), ("b", second)):
            _open(connection, side, home)
        assert _tables(connection, "a") == _tables(connection, "b")
        found = [
            _difference(connection, table, shown) for table in _tables(connection, "a")
        ]
    return [one for one in found if one.count_first or one.count_second]


def row_counts(home: Path) -> dict[str, int]:
    """Published table → its rows."""
    with duckdb.connect() as connection:
        _open(connection, "a", home)
        return {
            table: _count(connection, f"a.{table}")
            for table in _tables(connection, "a")
        }


def _open(connection: duckdb.DuckDBPyConnection, side: str, home: Path) -> None:
    """Attach a build as `side` and make `names_<side>`: key → what it stands for."""
    build = home / "build" / "handoff.duckdb"
    connection.execute(f"attach '{build}' as {side} (read_only)")
    connection.execute(
        f"""
        create temp table names_{side} as
        with persons as (
            select
                {_key_text("lead_id")} as lead_id,
                string_agg(
                    object || ' ' || source_record_id, ', '
                    order by object, source_record_id
                ) as name
            from {side}.dimensions.dim_lead_sources
            group by all
        ),

        others as (
            select
                {_key_text("record_key")} as record_key,
                min(object || ' ' || native_id) as name
            from read_parquet('{home}/keys/*/*.parquet')
            group by all
        )

        select
            coalesce(persons.lead_id, others.record_key) as key,
            coalesce(persons.name, others.name) as name
        from others
        full join persons on persons.lead_id = others.record_key
        """
    )


def _key_text(cell: str) -> str:
    """A key as landing writes it: tables of the models hold the same as a UUID."""
    return f"replace(cast({cell} as varchar), '-', '')"


def _tables(connection: duckdb.DuckDBPyConnection, side: str) -> list[str]:
    """`schema.table` of everything published."""
    rows = connection.execute(
        """
        select table_schema || '.' || table_name as name
        from information_schema.tables
        where table_catalog = ? and list_contains(?, table_schema)
        order by name
        """,
        [side, list(SCHEMAS)],
    ).fetchall()
    return [name for (name,) in rows]


def _difference(
    connection: duckdb.DuckDBPyConnection, table: str, shown: int
) -> Difference:
    columns = [_named_rows(connection, side, table) for side in ("a", "b")]
    assert columns[0] == columns[1]
    only = []
    for here, there in (("a", "b"), ("b", "a")):
        connection.execute(
            f"create or replace temp table only_{here} as"
            f" select * from {here}_rows except all select * from {there}_rows"
        )
        rows = connection.execute(
            f"select * from only_{here} order by all limit {shown}"
        ).fetchall()
        only.append((rows, _count(connection, f"only_{here}")))
    (first, count_first), (second, count_second) = only
    return Difference(table, columns[0], first, second, count_first, count_second)


def _named_rows(
    connection: duckdb.DuckDBPyConnection, side: str, table: str
) -> list[str]:
    """Make `<side>_rows`: the table with the names of what its keys stand for.

    Returns the compared columns.
    """
    told = COMPARED_AS.get(table, "select * from {table}").format(
        table=f"{side}.{table}"
    )
    kinds = {
        column: kind
        for column, kind, *_ in connection.execute(f"describe {told}").fetchall()
        if column not in NOT_COMPARED
    }
    terms, joins = [], []
    for at, (column, kind) in enumerate(kinds.items()):
        if kind in ("UUID", "VARCHAR") and column.endswith(("_id", "_key")):
            cell = f"told.{column}"
            terms.append(f"coalesce(n{at}.name, cast({cell} as varchar)) as {column}")
            joins.append(
                f"left join names_{side} as n{at} on n{at}.key = {_key_text(cell)}"
            )
        else:
            terms.append(f"told.{column}")
    connection.execute(
        f"create or replace temp table {side}_rows as"
        f" select {', '.join(terms)} from ({told}) as told {' '.join(joins)}"
    )
    return list(kinds)


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    [(rows,)] = connection.execute(f"select count(*) from {table}").fetchall()
    return int(rows)
