"""Stages that combine records, fields and scores, with every answer worked out by hand.

Book and people are those of `combined_company`; all times are 00:00 in Tokyo, 2026.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.book.book_copies import (
    DATA_ENTRY,
    DEFINITIONS,
    LEAD_STATUS,
    RULES,
    STAGES,
    BookCopy,
)
from tests.stories.building import broken_contracts, build, company_settings, query
from tests.stories.combined_company import combined_book, write_combined_company
from tests.stories.exports_rows import utc

# Day of 2026, evidence and definition by name, cycle and stage.
Entries = dict[tuple[str, int, str], tuple[str, str, str]]

THEN: Entries = {
    # 60 + 40 points within one second are enough for either version.
    ("Ada", 1, "mql"): ("02-03", "rule", "mql_60"),
    ("Ada", 1, "sal"): ("02-06", "sfa_history", "sal_all"),
    # Called on 02-08; the budget, confirmed on 02-12, completes the rule.
    ("Ada", 1, "sql"): ("02-12", "rule", "sql_call"),
    ("Ada", 1, "opportunity"): ("02-25", "sfa_history", "meeting"),
    # 60 points; no budget, no SQL.
    ("Bo", 1, "mql"): ("02-03", "rule", "mql_60"),
    # 20 + 40 = 60 points.
    ("Cy", 1, "mql"): ("02-05", "rule", "mql_60"),
    # The budget was confirmed first: the call completes the rule.
    ("Cy", 1, "sql"): ("02-20", "rule", "sql_call"),
    # 20 points on 02-06 were too few for SAL; the touch that makes them 80 is a signal.
    ("Dan", 1, "mql"): ("02-10", "rule", "mql_60"),
    ("Dan", 1, "sal"): ("02-10", "rule", "sal_makers"),
    # Eve: 40 points, whatever the status says.
    ("Flo", 1, "mql"): ("02-03", "rule", "mql_60"),
    ("Flo", 1, "sql"): ("02-05", "rule", "sql_call"),
    ("Flo", 1, "recycled"): ("02-10", "sfa_history", "recycled_v1"),
    # A call of the cool-down (until 02-24) is a signal for SQL; the budget still shows.
    ("Flo", 2, "sql"): ("02-15", "rule", "sql_call"),
    # The white paper of 02-16 is none for MQL, the one of 03-01 is: after the SQL.
    ("Flo", 2, "mql"): ("03-01", "rule", "mql_60"),
    # Gus: what a machine does nobody recorded, and a meeting missed is not held.
    ("Hal", 1, "recycled"): ("02-10", "sfa_history", "recycled_v1"),
    # The call of 02-04 is of the cycle before: SQL waits for the one of 03-25.
    ("Hal", 2, "sql"): ("03-25", "rule", "sql_call"),
}
# By today's 100 points Dan is no MQL; Flo has 60, 80 and, on 03-01, 100 points.
NOW: Entries = {
    key: entry
    for key, entry in THEN.items()
    if key not in {("Dan", 1, "mql"), ("Flo", 1, "mql")}
} | {
    ("Ada", 1, "mql"): ("02-03", "rule", "mql_100"),
    ("Bo", 1, "mql"): ("02-09", "rule", "mql_100"),
    # 60 points never become 100; but a call and a seminar of 15 days before are enough.
    ("Cy", 1, "mql"): ("02-20", "rule", "mql_100"),
    ("Flo", 2, "mql"): ("03-01", "rule", "mql_100"),
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the company as of 2026-06-30."""
    folder = tmp_path_factory.mktemp("combined")
    return _built(folder, combined_book().write(folder / "book"))


@pytest.mark.parametrize(("basis", "expected"), [("then", THEN), ("now", NOW)])
def test_every_stage_is_reached_when_its_rules_hold(
    company: Path, basis: str, expected: Entries
) -> None:
    rows = query(
        company,
        "select identities.native_id, entries.cycle_number, entries.stage,"
        " entries.occurred_at, entries.evidence_type, entries.definition_id"
        " from intermediate.int_cycle_entries as entries"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = entries.lead_id and identities.object = 'ma_lead'"
        " where entries.definition_basis = ? and entries.stage != 'lead'",
        basis,
    )
    assert {tuple(row[:3]): row[3:] for row in rows} == {
        key: (utc(day), evidence, definition)
        for key, (day, evidence, definition) in expected.items()
    }


def test_the_facts_are_those_of_then_and_every_contract_holds(company: Path) -> None:
    """The 16 entries above and 8 acquisitions; the MQL after Flo's second SQL is out of
    order, so that her cycle shows no MQL."""
    assert query(
        company,
        "select count(*), count(*) filter (where stage = 'lead')"
        " from facts.fct_stage_entries where not is_inferred",
    ) == [(len(THEN) + 8, 8)]
    assert query(
        company,
        "select entry_type, mql_at, sql_at, has_order_conflict"
        " from facts.fct_lead_cycles"
        " where cycle_number = 2 order by sql_at",
    ) == [
        ("sales_declared", None, utc("02-15"), True),
        ("sales_declared", None, utc("03-25"), False),
    ]
    assert broken_contracts(company) == []


def test_marts_count_by_the_rules_of_then_and_of_now(company: Path) -> None:
    """February, then: 5 MQL (Ada, Bo, Cy, Dan, Flo), 4 SQL (Ada, Cy, Flo twice); of 8
    acquired people 5 were MQL within 30 days, of 5 MQL 3 (Ada, Cy, Flo) SQL.
    Now: 3 MQL (Ada, Bo, Cy), the same SQL; 3 of 8, and 2 (Ada, Cy) of 3."""
    assert query(
        company,
        "select definition_basis, entries_from, entries_to"
        " from marts.mart_funnel_periods where period_grain = 'month'"
        " and period_on = date '2026-02-01' and from_stage = 'mql' and to_stage = 'sql'"
        " and entry_policy = 'strict' and segment_dimension = 'all' order by 1",
    ) == [("now", 3, 4), ("reported", 5, 4), ("then", 5, 4)]
    assert query(
        company,
        "select definition_basis, from_stage, cycles_mature, cycles_converted,"
        " definition_ids from marts.mart_funnel_cohorts where period_grain = 'month'"
        " and cohort_on = date '2026-02-01' and window_days = 30"
        " and (from_stage, to_stage) in (('lead', 'mql'), ('mql', 'sql'))"
        " and entry_policy = 'strict' and segment_dimension = 'all' order by 1, 2",
    ) == [
        ("now", "lead", 8, 3, "lead_v1"),
        ("now", "mql", 3, 2, "mql_100"),
        ("reported", "lead", 8, 5, "lead_v1"),
        ("reported", "mql", 5, 3, "mql_60"),
        ("then", "lead", 8, 5, "lead_v1"),
        ("then", "mql", 5, 3, "mql_60"),
    ]


def test_a_stage_only_declared_is_told_what_it_lacks(company: Path) -> None:
    """Eve has 40 of 60 points and was never called: either group of MQL lacks one
    clause, and the first is named. Her SAL is judged by the rule for manufacturing."""
    assert query(
        company,
        "select stage, verdict, definition_id, clause_text, is_clause_unmet"
        " from marts.mart_agreement_queue where ma_lead_id = 'Eve' order by stage",
    ) == [
        ("mql", "declared but not qualified", "mql_60", "score total >= 60", True),
        ("sal", "declared but not qualified", "sal_makers", "score total >= 60", True),
    ]


def test_a_draft_is_tried_and_changes_no_fact(company: Path, tmp_path: Path) -> None:
    """Bo alone was connected twice between exits, on 02-10 and 02-12. 20 points: all
    with a touch on their first day, and Flo again once the cool-down is over."""
    assert query(
        company,
        "select entries.definition_basis, identities.native_id, entries.gap_number,"
        " entries.occurred_at from intermediate.int_gap_entries as entries"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = entries.lead_id and identities.object = 'ma_lead'"
        " where entries.definition_basis in ('mql_20', 'sql_two') order by 1, 2, 3",
    ) == [
        ("mql_20", "Ada", 0, utc("02-03")),
        ("mql_20", "Bo", 0, utc("02-03")),
        ("mql_20", "Cy", 0, utc("02-03")),
        ("mql_20", "Dan", 0, utc("02-03")),
        ("mql_20", "Eve", 0, utc("02-03")),
        ("mql_20", "Flo", 0, utc("02-03")),
        ("mql_20", "Flo", 1, utc("03-01")),
        ("sql_two", "Bo", 0, utc("02-12")),
    ]
    without = combined_book(has_drafts=False).write(tmp_path / "book")
    assert _published(_built(tmp_path, without)) == _published(company)


def test_a_company_without_sal_has_no_sal_and_skips_none(tmp_path: Path) -> None:
    """The same people where nobody knows a stage SAL: five MQL, five SQL (Ada, Cy, Flo
    twice, Hal), one meeting, and no row that speaks of SAL."""
    book = BookCopy(combined_book().write(tmp_path / "book"))
    for file, column in (
        (STAGES, "stage"),
        (DEFINITIONS, "stage"),
        (LEAD_STATUS, "stage"),
        (DATA_ENTRY, "applies_from"),
    ):
        rows = [row for row in book.rows(file) if row[column] != "sal"]
        book.write(file, rows)
    kept = {row["definition_id"] for row in book.rows(DEFINITIONS)}
    book.write(RULES, [row for row in book.rows(RULES) if row["definition_id"] in kept])
    book.remove_kpis_of("sal")
    book.add(LEAD_STATUS, "exports", system="sfa", source_value="sal", stage="lead")
    database = _built(tmp_path, book.folder)
    assert query(
        database,
        "select stage, count(*) from facts.fct_stage_entries where not is_out_of_order"
        " and stage in ('mql', 'sal', 'sql', 'opportunity') and not is_inferred"
        " group by 1 order by 1",
    ) == [("mql", 5), ("opportunity", 1), ("sql", 5)]
    for table in ("mart_funnel_periods", "mart_funnel_cohorts"):
        assert query(
            database,
            f"select count(*) from marts.{table} where 'sal' in (from_stage, to_stage)",
        ) == [(0,)]
    assert query(
        database, "select count(*) from facts.fct_stage_entries where stage = 'sal'"
    ) == [(0,)]
    assert broken_contracts(database) == []


def _built(folder: Path, book: Path) -> Path:
    return build(
        company_settings(
            write_combined_company(folder / "raw"),
            folder / "home",
            sources=["exports"],
            as_of=date(2026, 6, 30),
            book=book,
        )
    )


def _published(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of all facts and marts but those of trials, in one order."""
    tables = query(
        database,
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema in ('facts', 'marts')"
        " and table_name not like '%backtest%' order by 1",
    )
    agreed = "where definition_status != 'draft'"
    spoken_of = {"marts.mart_lead_clauses": agreed, "marts.mart_entry_clauses": agreed}
    return {
        name: query(
            database, f"select * from {name} {spoken_of.get(name, '')} order by all"
        )
        for (name,) in tables
    }
