"""Which definitions read a status: those of its source, of the lead, and exits.

SAL is what the MA says, from 2026-02-10 on what the SFA says in the exports. SQL is a
status, of manufacturers a meeting. The status recycled ends a cycle as recycled, unless
it is taken back within 72 hours; so two rules say, and a third, as disqualified,
whatever follows. Everybody is acquired on 02-01 and has no industry; times are Tokyo's,
at 00:00 unless said.

| person | MA | SFA |
|---|---|---|
| back | - | SAL on 02-10, SQL on 02-15, recycled on 02-20, SQL again on 02-21 |
| eve | SAL on 02-09 23:59:59 | - |
| day | SAL on 02-10 | - |
| early | - | SQL on 01-20, before it had any record |
"""

from pathlib import Path

import pytest

from tests.oracle.book_variants import Variant
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readings")
    book = Variant("readings")
    book.define("sal_all", ("ma_status sal",), stage="sal")
    book.define(
        "sal_exports",
        ("sfa_status sal",),
        stage="sal",
        segment="source=exports",
        valid="2026-02-10..",
    )
    book.define("sql_all", ("sfa_status sql",), stage="sql")
    book.define(
        "sql_makers",
        ("meeting_outcome held",),
        stage="sql",
        segment="industry=manufacturing",
    )
    book.define(
        "recycled_late",
        ("sfa_status recycled",),
        ("declared_stage recycled",),
        stage="recycled",
    )
    book.define(
        "disqualified_at_once",
        ("sfa_status recycled",),
        stage="disqualified",
        grace_hours=0,
    )
    rows = ExportsRows()
    for name in ("back", "eve", "day", "early"):
        rows.person(name)
    rows.ma_says("eve", "sal", "02-09 23:59:59")
    rows.ma_says("day", "sal", "02-10")
    rows.sfa_says("early", "sql", "01-20")
    rows.sfa_says("back", "sal", "02-10")
    rows.sfa_says("back", "sql", "02-15")
    rows.sfa_says("back", "recycled", "02-20")
    rows.sfa_says("back", "sql", "02-21")
    return rows.build(folder, book=book.write(folder / "book"))


def test_a_status_is_read_by_the_definitions_of_its_day_and_lead(
    readings: Path,
) -> None:
    found = query(
        readings,
        "select source_record_id, stage, definition_id, entered_at"
        " from facts.fct_stage_entries join dimensions.dim_lead_sources using (lead_id)"
        " where object = 'ma_lead' and stage in ('sal', 'sql') and cycle_number = 1"
        " and definition_id is not null order by 1, 2",
    )
    assert found == [
        ("back", "sal", "sal_exports", utc("02-10")),
        ("back", "sql", "sql_all", utc("02-15")),
        ("early", "sql", "sql_all", utc("01-20")),
        ("eve", "sal", "sal_all", utc("02-09 23:59:59")),
    ]


def test_a_tool_keeps_claiming_what_one_definition_lets_stand(readings: Path) -> None:
    found = query(
        readings,
        "select stage, sfa_at, defined_at, verdict from facts.fct_stage_agreement"
        " where stage in ('recycled', 'disqualified') order by 1",
    )
    assert found == [
        ("disqualified", None, utc("02-20"), "qualified but not declared"),
        ("recycled", utc("02-20"), None, "declared but not qualified"),
    ]


def test_two_rules_of_a_definition_read_a_status_once(readings: Path) -> None:
    found = query(
        readings,
        "select stage, signal, effect, effect_reason from facts.fct_stage_events"
        " where occurred_at = ? order by 1, 2",
        utc("02-20"),
    )
    assert found == [
        ("disqualified", "sfa_status", "entered", "undone after the grace"),
        ("recycled", "sfa_status", "cancelled", "taken back"),
    ]


def test_every_contract_holds_of_these_readings(readings: Path) -> None:
    assert broken_contracts(readings) == []
