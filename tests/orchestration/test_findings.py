"""What a night says people have to decide or to correct, on companies worked out.

The company is that of `reported_nights`: February was reported with two MQLs, l1 and
l2, and one SAL, March with the MQL of l4.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from book import read_book
from contracts import load
from orchestration import ledger, publication
from orchestration.build_record import BuildRecord, read_build_record
from orchestration.findings import findings
from orchestration.resources import PROJECT
from tests.book.book_copies import COMPANY, SCORES, BookCopy
from tests.stories.reported_nights import FIRST, SECOND, Nights

TABLES = [
    publication.PublishedTable(one.schema, one.table, tuple(one.key))
    for one in load(PROJECT / "contracts").tables
]


def published(company: Nights, run_id: str) -> Path:
    """Publish the build with its tables and return the run's folder."""
    record = read_build_record(company.home.build_record)
    with publication.unfinished_run(company.home, run_id) as run:
        run.write_tables(TABLES)
        files = ledger.carry_on(company.home, run.folder, record.inputs["ledger"])
        run.write_manifest({"inputs": record.inputs, "ledger": files})
        return run.swap_in()


def said(
    company: Nights,
    run: Path,
    before: Path | None,
    book: Path,
    *,
    is_demo: bool = False,
) -> list[str]:
    record = read_build_record(company.home.build_record)
    told = findings(run, before, read_book(book), record, is_demo=is_demo)
    return [line.strip() for line in told]


def of(lines: list[str], beginning: str) -> list[str]:
    return [line for line in lines if line.startswith(beginning)]


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The company as of 04-10, with a deal of nobody known."""
    company = Nights(tmp_path_factory.mktemp("findings"))
    company.rows.deal(
        "gone",
        "D1",
        "won",
        created_at="02-10",
        closed_at="02-20",
        currency="JPY",
        amount="10027000",
    )
    company.build(FIRST)
    published(company, "20260410T000000Z")
    return company


def test_a_first_night_has_nothing_that_moved(first_night: Nights) -> None:
    run = publication.current_run(first_night.home)
    assert run is not None
    lines = said(first_night, run, None, PROJECT / "seeds", is_demo=True)
    assert of(lines, "reported numbers") == []
    assert of(lines, "the book still calls") == []
    assert of(lines, "rows of the book") == []
    assert of(lines, "exclusion rules") == []
    assert of(lines, "deals") == [
        "deals of no counted lead: nobody known 1 (JPY 10,027,000):"
        " marts.mart_uncounted_opportunities"
    ]


def test_numbers_that_moved_and_the_price_that_moved_them_are_said(
    first_night: Nights, tmp_path: Path
) -> None:
    """An enquiry earns 79 points, edited in place: February has no MQL (2 → 0), March
    none (1 → 0); l2's SAL of 02-15 lands late (1 → 2). Nothing had moved before."""
    company = first_night.copy(tmp_path)
    before = publication.current_run(company.home)
    book = BookCopy.of_default(tmp_path / "book")
    book.change(SCORES, "enquiry", points="79")
    company.rows.sfa_says("l2", "sal", "02-15")
    company.build(SECOND, book=book.folder)
    run = published(company, "20260411T000000Z")
    lines = said(company, run, before, book.folder)
    assert of(lines, "reported numbers") == [
        "reported numbers that are others by now: 3 (entries into a stage in a month),"
        " definition change 2 · late data 1, most of all mql 2026-02 2 → 0,"
        " 3 of them since the run before: marts.mart_restatements"
    ]
    assert of(lines, "rows of the book") == [
        "rows of the book that were in force and are rewritten or gone: score_rules"
        " enquiry: end such a row by its valid_to and add a new one"
    ]
    # The same again: nothing is new since the run before.
    assert "0 of them since the run before" in said(company, run, run, book.folder)[2]


def test_a_copied_book_that_excludes_the_made_up_company_is_said(
    first_night: Nights, tmp_path: Path
) -> None:
    run = publication.current_run(first_night.home)
    assert run is not None
    book = BookCopy.of_default(tmp_path / "book")
    lines = said(first_night, run, None, book.folder)
    assert of(lines, "the book still calls") == [
        "the book still calls the company by the made-up one's name:"
        " targets/company.csv"
    ]
    book.change(COMPANY, "demo_company", company_id="firm")
    lines = said(first_night, run, None, book.folder)
    assert of(lines, "the book still calls") == []
    assert of(lines, "exclusion rules") == [
        "exclusion rules still name domains of the made-up company, so that your own"
        " people count as leads: own_domain (handoff-demo.example) · rival_cloud"
        " (rival-cloud.example) · hokuto_students (st.hokuto-univ.example):"
        " definitions/exclusion_rules.csv"
    ]


def test_rows_quarantined_are_said_by_table(
    first_night: Nights, tmp_path: Path
) -> None:
    """The run before had four of ma_leads; two came since, and the first deal."""
    (tmp_path / "manifest.json").write_text(
        '{"accounting": [{"source": "exports", "table_name": "ma_leads",'
        ' "quarantined": 4}, {"source": "exports", "table_name": "ma_touches",'
        ' "quarantined": 0}]}'
    )
    run = publication.current_run(first_night.home)
    assert run is not None
    record = BuildRecord(
        inputs={"as_of": datetime(2026, 4, 10, tzinfo=UTC).isoformat()},
        accounting=[
            {"source": "exports", "table_name": "ma_leads", "quarantined": 6},
            {"source": "exports", "table_name": "ma_touches", "quarantined": 0},
            {"source": "exports", "table_name": "opportunities", "quarantined": 1},
        ],
    )
    book = read_book(PROJECT / "seeds")
    lines = list(findings(run, tmp_path, book, record, is_demo=True))
    assert of([line.strip() for line in lines], "rows quarantined") == [
        "rows quarantined: exports/ma_leads 6 (2 new) · exports/opportunities 1"
        " (1 new): docs/sources.md says what to do"
    ]
