"""dbt's documentation says what the book says, and nothing else does."""

import json
import re
from pathlib import Path

import pytest

from orchestration.resources import PROJECT
from tests.book.book_copies import DEFINITIONS, KPIS, BookCopy
from tests.orchestration.test_command_line import handoff

PROSE = ("statement_ja", "statement_en", "purpose_ja", "purpose_en")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> BookCopy:
    """The default book, but for one sentence that would end a script."""
    book = BookCopy.of_default(tmp_path_factory.mktemp("book"))
    book.change(DEFINITIONS, "sal_v1", purpose_en="One record </script> of acceptance.")
    return book


@pytest.fixture(scope="module")
def docs(book: BookCopy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation of the demo company with this book."""
    home = tmp_path_factory.mktemp("docs") / "home"
    told = handoff("docs", HOME=home, BOOK=book.folder)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.strip() == str(home / "dbt" / "docs" / "index.html")
    return home / "dbt" / "docs"


def _model(docs: Path, name: str) -> dict[str, object]:
    manifest = json.loads((docs / "manifest.json").read_text())
    node: dict[str, object] = manifest["nodes"][f"model.handoff.{name}"]
    return node


def _column(docs: Path, model: str, name: str) -> str:
    columns = _model(docs, model)["columns"]
    assert isinstance(columns, dict)
    return str(columns[name]["description"])


def test_a_column_of_a_stage_says_each_version_and_no_draft(
    docs: Path, book: BookCopy
) -> None:
    told = _column(docs, "fct_lead_cycles", "mql_at")
    rows = {row["definition_id"]: row for row in book.rows(DEFINITIONS)}
    for name in ("mql_v1", "mql_v2", "mql_olist_v1"):
        assert all(rows[name][column] in told for column in PROSE)
    assert "mql_v3_draft" not in told
    assert "(from 2026-01-01)" in told
    assert "(since ever until 2026-01-01, not included)" in told
    assert rows["hot_v1"]["statement_ja"] in _column(
        docs, "fct_temperatures", "temperature"
    )


def test_the_tables_of_the_book_list_every_row_word_for_word(
    docs: Path, book: BookCopy
) -> None:
    for model, file in (("dim_stage_definitions", DEFINITIONS), ("dim_kpis", KPIS)):
        told = str(_model(docs, model)["description"])
        for row in book.rows(file):
            for column in (*PROSE, "marketing_owner", "sales_owner", "review_on"):
                assert row[column] in told, (file, row)
    assert "mql_v3_draft** (draft, never in force)" in str(
        _model(docs, "dim_stage_definitions")["description"]
    )


def test_the_page_is_one_file_that_no_sentence_breaks(docs: Path) -> None:
    page = (docs / "index.html").read_text()
    assert "INLINE DATA" not in page
    assert "One record <\\/script> of acceptance." in page
    assert page.count("</script>") == 1


def test_a_bad_book_makes_no_documentation(tmp_path: Path) -> None:
    book = BookCopy.of_default(tmp_path / "book")
    book.change(DEFINITIONS, "sal_v1", sales_approved_on="")
    told = handoff("docs", HOME=tmp_path / "home", BOOK=book.folder)
    assert told.returncode == 2
    assert "definitions/stage_definitions.csv line 6 (sal_v1)" in told.stderr


def test_no_other_file_repeats_a_definition(book: BookCopy) -> None:
    """Short words (資料ダウンロード) are words of the tools too; sentences are not."""
    sentences = {
        row[column].rstrip("。.")
        for file in (DEFINITIONS, KPIS)
        for row in book.rows(file)
        for column in PROSE
        if len(row[column]) >= 10
    }
    found = [
        (path.relative_to(PROJECT), sentence)
        for room in ("models", "contracts", "orchestration", "docs", "demo", "book")
        for path in (PROJECT / room).rglob("*")
        if path.suffix in (".sql", ".yml", ".yaml", ".py", ".md")
        for sentence in sentences
        if re.search(re.escape(sentence), path.read_text(encoding="utf-8"))
    ]
    assert found == []
