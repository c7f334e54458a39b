"""Who was in a stage, came and left, month by month, as of the end of April 2026.

Everything is at 00:00 in Tokyo; all but c are acquired on 02-01.

| lead | MQL   | SAL   | then                                            |
|------|-------|-------|-------------------------------------------------|
| a    | 02-02 | 02-10 | recycled 02-20, MQL again (second cycle) 03-10  |
| b    | 02-02 | -     | deleted in MA and SFA 02-15                     |
| c    | -     | -     | acquired 03-05                                  |
| d    | 02-02 | -     | disqualified 03-01                              |
"""

from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

COLUMNS = (
    "cycles_opening, cycles_in, cycles_out, cycles_advanced, cycles_recycled,"
    " cycles_disqualified, cycles_reopened, cycles_deleted, cycles_closing"
)


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for lead in ("a", "b", "d"):
        deleted = {"deleted_at": "02-15"} if lead == "b" else {}
        rows.person(lead, ma=deleted, sfa=deleted)
        rows.touch(lead, "enquiry", "02-02")
    rows.person("c", "03-05")
    rows.sfa_says("a", "sal", "02-10")
    rows.sfa_says("a", "recycled", "02-20")
    rows.touch("a", "enquiry", "03-10")
    rows.sfa_says("d", "disqualified", "03-01")
    return rows.build(tmp_path_factory.mktemp("flow"))


def _months(build: Path, stage: str) -> dict[int, list[int]]:
    """The numbers of February, March and April."""
    rows = query(
        build,
        f"select month(period_on), {COLUMNS} from marts.mart_stage_flow"
        " where definition_basis = 'then' and period_grain = 'month' and stage = ?",
        stage,
    )
    return {month: numbers for month, *numbers in rows}


def test_what_was_there_and_came_and_left_is_there(flow: Path) -> None:
    # opening, in, out: advanced, recycled, disqualified, reopened, deleted; closing.
    assert _months(flow, "lead") == {
        2: [0, 3, 3, 3, 0, 0, 0, 0, 0],
        3: [0, 1, 0, 0, 0, 0, 0, 0, 1],
        4: [1, 0, 0, 0, 0, 0, 0, 0, 1],
    }
    # a goes on to SAL, b is deleted; d, still there in March, is disqualified on the
    # first, and a is back.
    assert _months(flow, "mql") == {
        2: [0, 3, 2, 1, 0, 0, 0, 1, 1],
        3: [1, 1, 1, 0, 0, 1, 0, 0, 1],
        4: [1, 0, 0, 0, 0, 0, 0, 0, 1],
    }
    assert _months(flow, "sal")[2] == [0, 1, 1, 0, 1, 0, 0, 0, 0]


def test_in_nurturing_is_who_is_not_yet_back(flow: Path) -> None:
    assert _months(flow, "recycled") == {
        2: [0, 1, 0, 0, 0, 0, 0, 0, 1],
        3: [1, 0, 1, 0, 0, 0, 1, 0, 0],
        4: [0, 0, 0, 0, 0, 0, 0, 0, 0],
    }


def test_a_day_and_a_week_are_counted_alike(flow: Path) -> None:
    # The week of Monday 02-09: a left on the 10th, b on the 15th, its Sunday.
    assert query(
        flow,
        f"select period_grain, {COLUMNS} from marts.mart_stage_flow"
        " where definition_basis = 'then' and stage = 'mql'"
        " and (period_grain, period_on) in (('week', date '2026-02-09'), ('day',"
        " date '2026-02-10')) order by 1",
    ) == [
        ("day", 3, 0, 1, 1, 0, 0, 0, 0, 2),
        ("week", 3, 0, 2, 1, 0, 0, 0, 1, 1),
    ]


def test_a_stage_that_nobody_can_know_is_unknown(tmp_path: Path) -> None:
    # An MA alone: nobody records SAL, and nobody can be in it.
    rows = ExportsRows()
    rows.add("ma_leads", ma_lead_id="m", created_at="02-01")
    rows.touch("m", "enquiry", "02-02")
    build = rows.build(tmp_path)
    assert query(
        build,
        "select distinct stage, stage_knowledge, cycles_closing"
        " from marts.mart_stage_flow where definition_basis = 'then'"
        " and period_on = date '2026-04-01' and period_grain = 'month'"
        " and stage in ('mql', 'sal') order by all",
    ) == [("mql", "observed", 1), ("sal", "unknown", None)]
