"""The SQL that the README shows answers its questions on the demo company."""

import re
from pathlib import Path

import pytest

from orchestration.resources import PROJECT
from tests.stories.building import query

BLOCKS = re.findall(r"```sql\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
EXAMPLES = [one.strip() for block in BLOCKS for one in block.split(";") if one.strip()]


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.splitlines()[0])
def test_example_answers(demo_build: Path, example: str) -> None:
    assert query(demo_build, example)
