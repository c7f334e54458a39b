"""The planted stories stay as they were written by hand."""

from collections import Counter
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from demo.stories import all_stories
from demo.tables import layouts
from tests.demo.raw_tables import rows_of

_ANSWERS = Path(__file__).parents[1] / "stories" / "demo_stories.yaml"


def _story_rows(raw: Path, table: str) -> pd.DataFrame:
    rows = rows_of(raw, table)
    key = rows.columns[0]
    return rows[rows[key].str.startswith("story-")].reset_index(drop=True)


@pytest.mark.parametrize("table", sorted(layouts()))
def test_story_rows_depend_neither_on_seed_nor_on_size(
    small_raw: Path, usual_raw: Path, table: str
) -> None:
    small, usual = _story_rows(small_raw, table), _story_rows(usual_raw, table)
    pd.testing.assert_frame_equal(small, usual)


@pytest.mark.parametrize("table", sorted(layouts()))
def test_every_hand_written_row_is_delivered_exactly_once(
    small_raw: Path, table: str
) -> None:
    written = [row for story in all_stories() for row in story.rows.get(table, [])]
    delivered = _story_rows(small_raw, table).drop(columns="file").to_dict("records")
    expected = [{**dict.fromkeys(layouts()[table].names, ""), **row} for row in written]
    assert Counter(_as_key(row) for row in delivered) == Counter(
        _as_key(row) for row in expected
    )


def test_stories_share_no_address_and_no_record_with_anybody(usual_raw: Path) -> None:
    for table in ("ma_leads", "sfa_records"):
        rows = rows_of(usual_raw, table)
        is_story = rows.iloc[:, 0].str.startswith("story-")
        domains = rows["email"].str.lower().str.split("@").str[-1]
        assert not set(domains[is_story]) & set(domains[~is_story]) - {""}
    names = [story.story_id for story in all_stories()]
    assert len(names) == len(set(names))


def test_every_story_has_a_worked_answer_that_finds_its_person() -> None:
    answers = {
        answer["story_id"]: answer
        for answer in yaml.safe_load(_ANSWERS.read_text(encoding="utf-8"))
    }
    assert answers.keys() == {story.story_id for story in all_stories()}
    for story in all_stories():
        answer = answers[story.story_id]
        named = [answer["source_record_id"], *answer.get("other_source_record_ids", [])]
        assert set(named) <= {
            row[key]
            for table, key in (
                ("ma_leads", "ma_lead_id"),
                ("sfa_records", "sfa_record_id"),
            )
            for row in story.rows.get(table, [])
        }


def _as_key(row: Mapping[Hashable, Any]) -> tuple[tuple[Hashable, Any], ...]:
    return tuple(sorted(row.items(), key=str))
