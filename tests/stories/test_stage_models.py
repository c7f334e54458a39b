"""Three models of stages that companies use, as rows: what is not there is absent.

Ada is MQL on 02-03, accepted on 02-05; on 02-10 her status is SQL and on 02-20 a deal
is registered, won on 03-10. Bo is MQL on 02-04; his deal of 03-05 skips everything.
"""

from datetime import datetime
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
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc

ALL = ("lead", "mql", "sal", "sql", "opportunity", "won")


def _people() -> ExportsRows:
    rows = ExportsRows()
    for name in ("Ada", "Bo"):
        rows.person(name)
    rows.touch("Ada", "enquiry", "02-03")
    rows.touch("Bo", "enquiry", "02-04")
    rows.sfa_says("Ada", "sal", "02-05")
    rows.sfa_says("Ada", "sql", "02-10")
    rows.deal("Ada", "D1", "won", created_at="02-20", closed_at="03-10")
    rows.deal("Bo", "D2", "appointment", created_at="03-05")
    return rows


def _without(book: BookCopy, stage: str) -> None:
    """Take a stage out of the company's model."""
    for file, column in (
        (STAGES, "stage"),
        (DEFINITIONS, "stage"),
        (LEAD_STATUS, "stage"),
        (DATA_ENTRY, "applies_from"),
    ):
        book.write(file, [row for row in book.rows(file) if row[column] != stage])
    book.remove_kpis_of(stage)
    names = {row["definition_id"] for row in book.rows(DEFINITIONS)}
    book.write(
        RULES,
        [
            row
            for row in book.rows(RULES)
            if row["definition_id"] in names
            and not (
                row["signal"].endswith("_status") and row["signal_argument"] == stage
            )
        ],
    )


def _sql_is_the_deal(book: BookCopy) -> None:
    """MQL, SAL, SQL, won: SQL is the 商談, a deal registered."""
    _without(book, "opportunity")
    book.remove(RULES, "sql_v1")
    rows = book.rows(RULES)
    deal = rows[0] | dict.fromkeys(list(rows[0])[3:], "")
    deal |= {
        "definition_id": "sql_v1",
        "rule_group": "1",
        "signal": "opportunity_created",
        "is_negated": "false",
    }
    book.write(RULES, [*rows, deal])


def _no_sal(book: BookCopy) -> None:
    """MQL, SQL, 商談."""
    _without(book, "sal")
    # The word still occurs: it says no more than that the lead is one.
    book.add(LEAD_STATUS, "exports", system="sfa", source_value="sal", stage="lead")


MODELS = {
    "sql_is_the_deal": (
        _sql_is_the_deal,
        "opportunity",
        {
            ("Ada", "mql"): "02-03",
            ("Ada", "sal"): "02-05",
            ("Ada", "sql"): "02-20",
            ("Ada", "won"): "03-10",
            ("Bo", "mql"): "02-04",
            ("Bo", "sql"): "03-05",
        },
    ),
    "no_sal": (
        _no_sal,
        "sal",
        {
            ("Ada", "mql"): "02-03",
            ("Ada", "sql"): "02-10",
            ("Ada", "opportunity"): "02-20",
            ("Ada", "won"): "03-10",
            ("Bo", "mql"): "02-04",
            ("Bo", "opportunity"): "03-05",
        },
    ),
    "all": (
        lambda book: None,
        "",
        {
            ("Ada", "mql"): "02-03",
            ("Ada", "sal"): "02-05",
            ("Ada", "sql"): "02-10",
            ("Ada", "opportunity"): "02-20",
            ("Ada", "won"): "03-10",
            ("Bo", "mql"): "02-04",
            ("Bo", "opportunity"): "03-05",
        },
    ),
}


@pytest.mark.parametrize("model", MODELS)
def test_a_stage_that_a_model_lacks_is_absent_and_not_skipped(
    model: str, tmp_path: Path
) -> None:
    change, absent, expected = MODELS[model]
    book = BookCopy.of_default(tmp_path / "book")
    change(book)
    database = _people().build(tmp_path, book=book.folder)
    assert _entries(database) == {key: utc(day) for key, day in expected.items()}
    stages = [stage for stage in ALL if stage != absent]
    for table, columns in (
        ("marts.mart_funnel_cohorts", ("from_stage", "to_stage")),
        ("marts.mart_funnel_periods", ("from_stage", "to_stage")),
        ("facts.fct_stage_entries", ("stage",)),
        ("facts.fct_stage_agreement", ("stage",)),
    ):
        for column in columns:
            found = {stage for (stage,) in query(database, _distinct(table, column))}
            assert absent not in found
            assert found <= {*stages, "recycled", "disqualified", "lost"}
    # Whoever reached the deal passed what lies before it in this model, no more.
    inferred = query(
        database,
        "select stage from facts.fct_stage_entries where is_inferred order by 1",
    )
    passed = {"sql_is_the_deal": ["sal"], "no_sal": ["sql"], "all": ["sal", "sql"]}
    assert [stage for (stage,) in inferred] == passed[model]
    assert broken_contracts(database) == []


def _distinct(table: str, column: str) -> str:
    return f"select distinct {column} from {table}"


def _entries(database: Path) -> dict[tuple[str, str], datetime]:
    rows = query(
        database,
        "select identities.native_id, stage, entered_at"
        " from facts.fct_stage_entries as entries"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = entries.lead_id and identities.object = 'ma_lead'"
        " where stage != 'lead' and not is_inferred",
    )
    return {(name, stage): at for name, stage, at in rows}


def test_a_model_may_change_on_a_day(tmp_path: Path) -> None:
    """Without SAL from 03-01 on: the status of 03-03 is no SAL any more, that of 02-05
    stays one."""
    book = BookCopy.of_default(tmp_path / "book")
    book.change(STAGES, "sal", valid_to="2026-03-01")
    book.change(DEFINITIONS, "sal_v1", valid_to="2026-03-01", status="retired")
    book.end_kpi("acceptance_rate", "2026-03-01")
    book.end_kpi("sal_to_opportunity_rate", "2026-03-01")
    book.change(DATA_ENTRY, "temperature_at_sal", valid_to="2026-03-01")
    rows = _people()
    rows.sfa_says("Bo", "sal", "03-03")
    database = rows.build(tmp_path, book=book.folder)
    found = _entries(database)
    assert found["Ada", "sal"] == utc("02-05")
    assert ("Bo", "sal") not in found
    assert broken_contracts(database) == []
