"""Nobody disagrees about a stage that its tool has no word for.

No record has a status. Everybody is acquired on 2026-02-01; an enquiry of 02-02 is an
MQL. In the first company the MA writes the word MQL and the SFA keeps deals: that is
all they can say. In the second the MA has no words and the SFA keeps no deals.

| person | MA | deals of the SFA |
|---|---|---|
| declared | MQL on 02-02 | - |
| silent | - | - |
| winner | - | made on 02-05, won on 02-20 |
| loser | - | made on 02-05, lost on 02-25 |
"""

from pathlib import Path

from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows

AGREE, NOT_SAID = "agree", "qualified but not declared"


def _people() -> ExportsRows:
    rows = ExportsRows()
    for name in ("declared", "silent"):
        rows.person(name, sfa={"status": ""})
        rows.touch(name, "enquiry", "02-02 09:00")
    return rows


def _verdicts(database: Path) -> list[tuple[object, ...]]:
    return query(
        database,
        "select source_record_id, stage, ma_sfa_verdict, ma_definition_verdict,"
        " sfa_definition_verdict, verdict"
        " from facts.fct_stage_agreement join dimensions.dim_lead_sources"
        " using (lead_id) where object = 'ma_lead' order by 1, 2",
    )


def test_each_tool_is_asked_for_what_it_can_say(tmp_path: Path) -> None:
    rows = _people()
    rows.ma_says("declared", "mql", "02-02 09:00")
    for name, outcome, closed_at in (
        ("winner", "won", "02-20"),
        ("loser", "lost", "02-25"),
    ):
        rows.person(name, sfa={"status": ""})
        rows.deal(name, name, outcome, created_at="02-05", closed_at=closed_at)
    database = rows.build(tmp_path)
    assert _verdicts(database) == [
        ("declared", "mql", None, AGREE, None, AGREE),
        ("loser", "lost", None, None, AGREE, AGREE),
        ("loser", "opportunity", None, None, AGREE, AGREE),
        ("silent", "mql", None, NOT_SAID, None, NOT_SAID),
        ("winner", "opportunity", None, None, AGREE, AGREE),
        ("winner", "won", None, None, AGREE, AGREE),
    ]
    assert broken_contracts(database) == []


def test_of_what_no_tool_can_say_nobody_is_blamed(tmp_path: Path) -> None:
    database = _people().build(tmp_path)
    assert _verdicts(database) == [
        ("declared", "mql", None, None, None, AGREE),
        ("silent", "mql", None, None, None, AGREE),
    ]
    assert broken_contracts(database) == []
