"""The same company publishes the same rows, through exports or through its tools.

Marketo, Salesforce, GA4, the CMS and the ad platforms word, time and key everything
in their own way; the staging of each undoes that. So whatever both shapes hold must
come out the same, row for row.
"""

from pathlib import Path

import duckdb

from tests.stories.shape_rows import differences, row_counts


def _home_of(build: Path) -> Path:
    return build.parents[1]


def test_a_small_company_is_the_same_through_its_tools(
    demo_build: Path, tools_build: Path
) -> None:
    exports, tools = _home_of(demo_build), _home_of(tools_build)
    assert not differences(exports, tools), "\n".join(
        map(str, differences(exports, tools))
    )


EMPTY = (
    "marts.mart_restatements",
    "marts.mart_restated_leads",
    "marts.mart_uncounted_opportunities",
)


def test_the_comparison_compares_something(tools_build: Path) -> None:
    """Of 300 drawn leads some are duplicates; every kind of row must be there. A first
    night restates nothing, and so few have no deal of somebody excluded."""
    counts = row_counts(_home_of(tools_build))
    assert counts["dimensions.dim_leads"] > 300
    assert counts["facts.fct_lead_cycles"] > 300
    assert all(
        counts[table]
        for table in counts
        if table.startswith(("facts.", "marts.")) and table not in EMPTY
    )


def _small_home(folder: Path, *, prefix: str, opened_at: str = "2025-04-01") -> Path:
    """A home whose one person, records r1 and r2, has a cycle under key `prefix`-1."""
    (folder / "build").mkdir(parents=True)
    (folder / "keys" / prefix).mkdir(parents=True)
    with duckdb.connect(str(folder / "build" / "handoff.duckdb")) as connection:
        connection.execute(
            f"""
            create schema dimensions;
            create schema facts;
            create table dimensions.dim_lead_sources as
            select
                '{prefix}' as source, 'ma_lead' as object, record as source_record_id,
                '{prefix}-1' as lead_id
            from unnest(['r1', 'r2']) as records (record);
            create table facts.fct_lead_cycles as
            select
                '{prefix}-1' as lead_id, '{prefix}-user' as owner_id,
                date '{opened_at}' as opened_on, now() as landed_at;
            copy (
                select
                    '{prefix}' as source, 'user' as object, 'u1' as native_id,
                    '{prefix}-user' as record_key
            ) to '{folder}/keys/{prefix}/user.parquet'
            """
        )
    return folder


def test_other_keys_of_the_same_person_and_user_are_no_difference(
    tmp_path: Path,
) -> None:
    first = _small_home(tmp_path / "first", prefix="exports")
    second = _small_home(tmp_path / "second", prefix="marketo")
    assert differences(first, second) == []


def test_a_row_of_another_day_is_a_difference_on_both_sides(tmp_path: Path) -> None:
    first = _small_home(tmp_path / "first", prefix="exports")
    second = _small_home(tmp_path / "second", prefix="marketo", opened_at="2025-04-02")
    [found] = differences(first, second)
    assert found.table == "facts.fct_lead_cycles"
    assert (found.count_first, found.count_second) == (1, 1)
    assert found.only_first[0][:2] == ("ma_lead r1, ma_lead r2", "user u1")
