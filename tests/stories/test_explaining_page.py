"""The SQL of the page on explaining a lead answers on the demo company."""

import re
from pathlib import Path

import pytest

from orchestration.resources import PROJECT
from tests.stories.building import query

PAGE = (PROJECT / "docs" / "explaining-a-lead.md").read_text(encoding="utf-8")
SQL = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [one.strip() for block in SQL for one in block.split(";") if one.strip()]
CONTRACT = PROJECT / "contracts" / "marts" / "marts.mart_lead_clauses.odcs.yaml"


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.splitlines()[0])
def test_example_answers(demo_build: Path, example: str) -> None:
    assert query(demo_build, example)


def test_every_state_and_line_is_explained() -> None:
    codes = re.findall(r'value: "([a-z_]+)"', CONTRACT.read_text(encoding="utf-8"))
    lines = codes[codes.index("clause") : codes.index("in_force")]
    states = codes[codes.index("reached") : codes.index("lifetime")]
    assert [one for one in (*lines, *states) if one not in PAGE] == []


def test_every_event_of_the_demo_has_its_words(demo_build: Path) -> None:
    assert (
        query(
            demo_build,
            "select distinct event_kind, event_ja, event_en from"
            " marts.mart_lead_history where event_ja = event_en"
            " or event_ja like '%\\_%' escape '\\' and event_kind != 'exclusion'",
        )
        == []
    )
