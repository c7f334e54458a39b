"""The page on trying a definition shows a draft of the book and SQL that answers."""

import re
from pathlib import Path

import pytest

from orchestration.resources import PROJECT
from tests.stories.building import query

PAGE = (PROJECT / "docs" / "trying-a-definition.md").read_text(encoding="utf-8")
SQL = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [one.strip() for block in SQL for one in block.split(";") if one.strip()]
DRAFT, RULES = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.splitlines()[0])
def test_example_answers(demo_build: Path, example: str) -> None:
    assert query(demo_build, example)


def test_the_draft_it_shows_is_the_books() -> None:
    definitions = PROJECT / "seeds" / "definitions"
    shown_start, shown_end = DRAFT.strip().split("…")
    (row,) = (
        line
        for line in (definitions / "stage_definitions.csv").read_text().splitlines()
        if line.startswith("mql_v3_draft,")
    )
    rules = (definitions / "stage_rules.csv").read_text().splitlines()

    assert row.startswith(shown_start)
    assert row.endswith(shown_end)
    assert RULES.split() == [one for one in rules if one.startswith("mql_v3_draft,")]
