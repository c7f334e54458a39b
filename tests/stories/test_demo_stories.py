"""Every planted person of the demo company has the answers worked out by hand.

The answers are the same whether the company is seen through exports or through its
tools.
"""

from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.demo_stories import (
    ExpectedStory,
    cycle_columns,
    expected_stories,
)


@pytest.fixture(params=["demo_build", "tools_build"])
def shape_build(request: pytest.FixtureRequest) -> Path:
    """The build of either shape of the demo company."""
    build: Path = request.getfixturevalue(request.param)
    return build


@pytest.mark.parametrize(
    "story", expected_stories(), ids=lambda story: str(story.story_id)
)
def test_story(shape_build: Path, story: ExpectedStory) -> None:
    [lead_id] = {
        row[0]
        for record_id in (story.source_record_id, *story.other_source_record_ids)
        for row in query(
            shape_build,
            "select lead_id from dimensions.dim_lead_sources"
            " where source_record_id = ?",
            record_id,
        )
    }
    columns = cycle_columns()
    found = query(
        shape_build,
        f"select {', '.join(columns)} from facts.fct_lead_cycles"
        " where lead_id = ? order by cycle_number",
        lead_id,
    )
    assert [dict(zip(columns, row, strict=True)) for row in found] == [
        {column: getattr(cycle, column) for column in columns} for cycle in story.cycles
    ], story.working
    for expected in story.agreement:
        [verdicts] = query(
            shape_build,
            f"select {', '.join(expected)} from facts.fct_stage_agreement"
            " where lead_id = ? and cycle_number = ? and stage = ?",
            lead_id,
            expected["cycle_number"],
            expected["stage"],
        )
        assert dict(zip(expected, verdicts, strict=True)) == expected, story.working
