"""The page of questions has every mart, and its SQL answers them on the demo company.

A section names its table, the question and the grain that the contract promises, and
has two examples. An example reads its table, leaves open no basis, grain or dimension
that would count a cycle twice, says its order, and answers with rows and without a
column of NULLs.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pytest

from contracts import TableContract
from contracts.documents import read_table_contract
from orchestration.resources import PROJECT
from tests.stories.building import query

WIDTH = 88
# Whoever leaves one of these open adds up the same cycles cut several ways.
MULTIPLYING = ("definition_basis", "period_grain", "segment_dimension")
ONE_BASIS_ANYWAY = {
    "mart_kpis": "is_headline keeps the basis of the book",
    "mart_score_bands": "scores are counted on the basis then alone",
    "mart_score_rules": "scores are counted on the basis then alone",
}
EMPTY_IN_THE_DEMO = {
    "mart_restatements": "a first night has nothing to restate",
    "mart_restated_leads": "a first night has nothing to restate",
    "mart_uncounted_opportunities": "every deal of the small demo counts for a lead",
}


@dataclass(frozen=True)
class Section:
    """What the page says of one mart."""

    table: str
    lines: tuple[str, ...]
    examples: tuple[str, ...]

    def said(self, label: str) -> list[str]:
        """The texts of its lines with that label."""
        start = f"- {label}: "
        return [
            line.removeprefix(start) for line in self.lines if line.startswith(start)
        ]


def read_sections() -> list[Section]:
    """The sections of the page, in its order."""
    page = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
    sections = []
    for text in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        heading, _, rest = text.partition("\n")
        blocks = re.findall(r"^```sql\n(.*?)^```$", rest, re.DOTALL | re.MULTILINE)
        sections.append(
            Section(
                table=heading.strip(),
                lines=tuple(rest.splitlines()),
                examples=tuple(block.strip() for block in blocks),
            )
        )
    return sections


SECTIONS = read_sections()
EXAMPLES = [
    pytest.param(section.table, example, id=f"{section.table}-{number}")
    for section in SECTIONS
    for number, example in enumerate(section.examples, 1)
]
by_section = pytest.mark.parametrize(
    "section", SECTIONS, ids=[section.table for section in SECTIONS]
)


@cache
def contract_of(table: str) -> TableContract:
    """What is promised of a published mart."""
    return read_table_contract(
        PROJECT / "contracts" / "marts" / f"marts.{table}.odcs.yaml"
    )


def test_every_mart_has_one_section() -> None:
    marts = {path.stem for path in (PROJECT / "models" / "marts").glob("mart_*.sql")}
    assert sorted(section.table for section in SECTIONS) == sorted(marts)


@by_section
def test_a_section_has_a_question_and_two_examples(section: Section) -> None:
    (question,) = section.said("Question")
    assert "?" in question
    assert len(section.examples) == 2


@by_section
def test_the_grain_is_the_contracts(section: Section) -> None:
    (grain,) = section.said("Grain")
    assert grain == contract_of(section.table).grain


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_an_example_is_plain(table: str, example: str) -> None:
    """A question, the table itself, no keyword that shouts, an order to rely on."""
    question, *statement = example.splitlines()
    assert re.match(r"-- .+[?.]$", question)
    sql = "\n".join(statement)
    assert re.search(rf"\bmarts\.{table}\b", sql)
    assert re.search(r"\border by\b[^()]*(?:\([^()]*\)[^()]*)*;$", sql)
    assert not re.search(r"\b(?:SELECT|FROM|WHERE|AND|SUM|COUNT)\b", sql)
    assert not [line for line in example.splitlines() if len(line) > WIDTH]


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_an_example_counts_nothing_twice(table: str, example: str) -> None:
    keys = set(contract_of(table).key)
    if table in ONE_BASIS_ANYWAY:
        keys.discard("definition_basis")
    assert not [name for name in MULTIPLYING if name in keys and name not in example]


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_an_example_never_averages_rates(table: str, example: str) -> None:
    assert not re.search(r"\b(?:avg|mean)\s*\(", example), table


@pytest.mark.parametrize(("table", "example"), EXAMPLES)
def test_an_example_answers(demo_build: Path, table: str, example: str) -> None:
    with duckdb.connect(str(demo_build), read_only=True) as database:
        result = database.execute(example)
        columns = [column[0] for column in result.description or []]
        rows = result.fetchall()
    if table in EMPTY_IN_THE_DEMO:
        return
    assert rows
    unknown = [
        name
        for name, cells in zip(columns, zip(*rows, strict=True), strict=True)
        if all(cell is None for cell in cells)
    ]
    assert not unknown


@pytest.mark.parametrize("table", EMPTY_IN_THE_DEMO)
def test_what_is_called_empty_is(demo_build: Path, table: str) -> None:
    assert query(demo_build, f"select count(*) from marts.{table}") == [(0,)]
