"""Explanations by books that count from the last exit, combine records or leave gaps.

As of the end of 2026-04-30; nothing decays. `mql_since` asks for 80 points since the
last exit, `mql_later`, from 06-01 on, for 50 of a lifetime; `sal_called` for two calls
connected within 7 days.
"""

from datetime import datetime
from pathlib import Path

import pytest

from tests.oracle.book_variants import Variant
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc

CLAUSES = (
    " from marts.mart_lead_clauses"
    " inner join dimensions.dim_lead_sources as sources using (lead_id)"
    " where sources.object = 'ma_lead' and sources.source_record_id = ?"
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of a company with such a book."""
    folder = tmp_path_factory.mktemp("others")
    book = Variant("others")
    book.define(
        "mql_since",
        ("score total >= 80",),
        valid="..2026-06-01",
        counts_from="cycle",
    )
    book.define("mql_later", ("score total >= 50",), valid="2026-06-01..")
    book.define("sal_called", ("call_outcome connected x2 /7",), stage="sal")
    for kind in ("behaviour", "engagement"):
        book.halve(kind, " ..")
    rows = ExportsRows()
    for name in ("Ann", "Ben", "Cat", "Dan"):
        rows.person(name)
    rows.touch("Ann", "enquiry", "03-10")
    rows.sfa_says("Ann", "recycled", "03-20")
    rows.touch("Ann", "whitepaper_download", "04-10")
    for name in ("Ben", "Cat", "Dan"):
        rows.touch(name, "enquiry", "03-10")
    # 03-12 to 03-18 hold one call of Ben's, 03-18 to 03-24 two.
    for name, days in (
        ("Ben", ("03-11", "03-18", "03-24")),
        ("Cat", ("04-24", "04-30")),
        ("Dan", ("04-23", "04-30")),
    ):
        for day in days:
            rows.activity(name, "call", "connected", f"{day} 10:00")
    return rows.build(folder, book=book.write(folder / "book"))


def test_the_contracts_hold(company: Path) -> None:
    assert broken_contracts(company) == []


def test_points_of_a_cycle_count_from_the_last_exit(company: Path) -> None:
    """Of 105 points Ann's 25 came after 03-20; the cool-down was over on 04-03."""
    assert query(
        company,
        "select definition_state, counts_from, observed_number, shortfall,"
        f" counts_after_at{CLAUSES} and definition_id = 'mql_since'",
        "Ann",
    ) == [("not_met", "cycle", 25.0, 55.0, utc("03-20"))]


def test_a_planned_version_says_what_it_would_have_made(company: Path) -> None:
    """By today's prices Ann has 105 points, and after the cool-down first on 04-10."""
    assert query(
        company,
        "select line, definition_status, definition_state, observed_number, reached_at"
        f"{CLAUSES} and definition_id = 'mql_later' order by line",
        "Ann",
    ) == [
        ("clause", "planned", "reached", 105.0, utc("04-10")),
        ("planned", "planned", "reached", None, utc("04-10")),
    ]


@pytest.mark.parametrize(
    ("name", "state", "reached", "calls", "short"),
    [
        # The last 7 days begin on 04-24.
        ("Ben", "reached", "03-24 10:00", 0.0, 2.0),
        ("Cat", "reached", "04-30 10:00", 2.0, None),
        ("Dan", "not_met", None, 1.0, 1.0),
    ],
)
def test_a_record_just_outside_the_window_does_not_count(
    company: Path, name: str, state: str, reached: str, calls: float, short: float
) -> None:
    assert query(
        company,
        "select clause_en, counts_from, definition_state, reached_at,"
        f" observed_number, shortfall{CLAUSES} and stage = 'sal' and line = 'clause'",
        name,
    ) == [
        (
            "Call outcome: connected, at least 2 times, within 7 days",
            "exit",
            state,
            utc(reached) if reached else None,
            calls,
            short,
        )
    ]


def test_a_stage_that_no_version_decides_for_the_lead_says_so(tmp_path: Path) -> None:
    """MQL is defined in manufacturing alone."""
    book = Variant("makers")
    book.define("mql_makers", ("score total >= 80",), segment="industry=manufacturing")
    rows = ExportsRows()
    rows.person("Eva", ma={"industry": "小売業"})
    rows.person("Fay", ma={"industry": "製造業"})
    rows.touch("Fay", "email_open", "03-01")
    company = rows.build(tmp_path, book=book.write(tmp_path / "book"))

    asked = (
        "select definition_id, line, definition_state, clause_ja, observed, verdict"
        f"{CLAUSES} and stage = 'mql' and definition_id not like '%olist%'"
        " order by definition_id, line"
    )
    score = "スコア合計 >= 80"
    uncovered = "このリードに適用される定義がない"
    segment = "業種 = 製造業"
    assert query(company, asked, "Eva") == [
        ("(none)", "no_definition_covers", "not_applicable", uncovered, None, "blocks"),
        ("mql_makers", "clause", "not_applicable", score, None, "not_met"),
        ("mql_makers", "segment", "not_applicable", segment, "retail", "not_met"),
    ]
    assert query(company, asked, "Fay") == [
        ("mql_makers", "clause", "not_met", score, None, "not_met"),
        ("mql_makers", "segment", "not_met", segment, "manufacturing", "met"),
    ]
    assert broken_contracts(company) == []


def test_a_source_whose_rows_are_mqls_says_so(marketplace_build: Path) -> None:
    """m5's first contact is 2018-01-31, two hours behind UTC; nobody delivers touches,
    so what they would be worth cannot be known."""
    at = datetime(2018, 1, 31, 2)
    assert query(
        marketplace_build,
        "select definition_id, line, clause_en, verdict, recorded_at, reached_at"
        f"{CLAUSES} and stage = 'mql' and definition_state = 'reached'"
        " order by line, clause_number",
        "m5",
    ) == [
        (
            "mql_olist_v1",
            "clause",
            "Stage that the source declares: MQL",
            "met",
            at,
            at,
        ),
        ("mql_olist_v1", "segment", "Source = olist", "met", None, at),
    ]
    assert query(
        marketplace_build,
        "select definition_state, verdict, observed_number"
        f"{CLAUSES} and definition_id = 'warm_v1' and line = 'clause'",
        "m5",
    ) == [("unknown", "unknown", None)]
