"""What keeps a cycle, what opens the next one and what opens none.

Everybody is acquired on 2026-02-01; an enquiry gives the 80 points of an MQL. Times are
Tokyo's.
"""

from pathlib import Path
from typing import Any

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows, utc

STAGES = ("mql", "sal", "sql", "opportunity", "won", "recycled")


def _cycles(build: Path, record: str) -> list[dict[str, Any]]:
    """The cycles of a person: the stages it reached, with when."""
    found = query(
        build,
        f"select {', '.join(f'{stage}_at' for stage in STAGES)}"
        " from facts.fct_lead_cycles join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? order by cycle_number",
        record,
    )
    return [
        {stage: at for stage, at in zip(STAGES, row, strict=True) if at is not None}
        for row in found
    ]


def _times(**times: str) -> dict[str, Any]:
    return {stage: utc(at) for stage, at in times.items()}


def test_a_conversion_goes_on_with_the_cycle(tmp_path: Path) -> None:
    """The lead was accepted, the contact it became is qualified: it is one person."""
    rows = ExportsRows()
    rows.person("c", sfa={"converted_contact_id": "K", "converted_at": "02-10"})
    rows.touch("c", "enquiry", "02-02")
    rows.sfa_record("K", record_type="contact", created_at="02-10")
    rows.sfa_says("c", "sal", "02-03")
    rows.sfa_says("c", "sql", "02-12", record="K")
    build = rows.build(tmp_path)
    assert _cycles(build, "c") == [_times(mql="02-02", sal="02-03", sql="02-12")]


def test_a_cycle_ends_with_its_first_win_and_its_last_loss(tmp_path: Path) -> None:
    """The first of two deals is lost on 02-10, the second won: the cycle went on."""
    rows = ExportsRows()
    rows.person("s")
    rows.touch("s", "enquiry", "02-02")
    rows.deal("s", "X", "lost", created_at="02-05", closed_at="02-10")
    rows.deal("s", "Y", "won", created_at="02-06", closed_at="02-20")
    build = rows.build(tmp_path)
    assert _cycles(build, "s") == [
        _times(mql="02-02", opportunity="02-05", won="02-20")
    ]
    found = query(build, "select cycle_number from facts.fct_opportunities")
    assert found == [(1,), (1,)]


def test_expansion_opens_nothing_and_hides_no_deal_of_the_next_cycle(
    tmp_path: Path,
) -> None:
    """A customer of 02-10 buys again on 03-01 and talks of more from 03-20 on.

    The enquiry of 04-01 opens a second cycle, whose deal is that of 04-05.
    """
    rows = ExportsRows()
    rows.person("e")
    rows.touch("e", "enquiry", "02-02", "04-01")
    rows.deal("e", "X", "won", created_at="02-05", closed_at="02-10")
    rows.deal("e", "again", "won", created_at="02-20", closed_at="03-01")
    rows.deal("e", "more", "proposal", created_at="03-20")
    rows.deal("e", "Y", "proposal", created_at="04-05")
    build = rows.build(tmp_path)
    assert _cycles(build, "e") == [
        _times(mql="02-02", opportunity="02-05", won="02-10"),
        _times(mql="04-01", opportunity="04-05"),
    ]
    found = query(
        build,
        "select occurred_at, stage, cycle_number, effect, effect_reason"
        " from facts.fct_stage_events where effect in ('no effect', 'restarted')"
        " order by occurred_at",
    )
    assert found == [
        (utc("02-20"), "opportunity", 1, "no effect", "expansion"),
        (utc("03-01"), "won", 1, "restarted", "no cycle is open"),
        (utc("03-20"), "opportunity", 1, "no effect", "expansion"),
    ]


def test_an_undeleted_record_is_there_again(tmp_path: Path) -> None:
    """Both records were deleted on 02-15 and are delivered again on 02-20."""
    rows = ExportsRows()
    link = {"ma_lead_id": "u", "sfa_record_id": "S-u", "created_at": "02-01"}
    rows.add("ma_leads", **link, updated_at="02-15", deleted_at="02-15")
    rows.add("ma_leads", **link, updated_at="02-20")
    rows.sfa_record("S-u", updated_at="02-15", deleted_at="02-15")
    rows.sfa_record("S-u", updated_at="02-20", status="sal")
    rows.touch("u", "enquiry", "02-02", "03-20")
    rows.sfa_says("u", "sal", "02-03")
    build = rows.build(tmp_path)
    assert _cycles(build, "u") == [_times(mql="02-02", sal="02-03")]
    found = query(build, "select is_deleted from dimensions.dim_leads")
    assert found == [(False,)]
    found = query(
        build,
        "select distinct sfa_definition_verdict from facts.fct_stage_agreement"
        " where stage = 'sal'",
    )
    assert found == [("agree",)]


def _two_records() -> ExportsRows:
    """The first was recycled on 02-05; the second, of 02-10, enquires on 02-25."""
    rows = ExportsRows()
    rows.person("first")
    rows.touch("first", "enquiry", "02-02")
    rows.sfa_says("first", "recycled", "02-05")
    rows.add("ma_leads", ma_lead_id="second", created_at="02-10")
    rows.touch("second", "enquiry", "02-12", "02-25")
    return rows


def test_a_late_merge_makes_one_story_of_two(tmp_path: Path) -> None:
    """Apart they are two first cycles; together the second is the way back.

    The cool-down of the exit ends on 02-19: the enquiry of 02-12 decides nothing now.
    """
    apart = _two_records().build(tmp_path / "apart")
    assert _cycles(apart, "first") == [_times(mql="02-02", recycled="02-05")]
    assert _cycles(apart, "second") == [_times(mql="02-12")]

    rows = _two_records()
    rows.add("ma_merges", loser_id="second", winner_id="first", merged_at="04-01")
    merged = rows.build(tmp_path / "merged")
    together = [_times(mql="02-02", recycled="02-05"), _times(mql="02-25")]
    assert _cycles(merged, "first") == together
    assert _cycles(merged, "second") == together
    # Two acquisitions are one; every touch and record is there once.
    found = query(
        merged,
        "select count(*), count(distinct lead_id), max(cycle_number),"
        " count(*) filter (where entry_type = 'acquired') from facts.fct_lead_cycles",
    )
    assert found == [(2, 1, 2, 1)]


def test_a_merge_of_copies_adds_no_cycle(tmp_path: Path) -> None:
    """Two records of one enquiry, accepted once: merged they are one cycle, not two."""
    rows = ExportsRows()
    rows.person("a")
    rows.add("ma_leads", ma_lead_id="b", created_at="02-01 00:00:10")
    rows.touch("a", "enquiry", "02-02")
    rows.touch("b", "enquiry", "02-02 00:00:10")
    rows.sfa_says("a", "sal", "02-03")
    rows.add("ma_merges", loser_id="b", winner_id="a", merged_at="04-20")
    build = rows.build(tmp_path)
    assert _cycles(build, "a") == [_times(mql="02-02", sal="02-03")]
    found = query(
        build,
        "select sum(cycles_entered) from marts.mart_funnel_cohorts"
        " where definition_basis = 'then' and period_grain = 'month'"
        " and from_stage = 'mql' and to_stage = 'sal' and window_days = 30"
        " and entry_policy = 'strict' and segment_dimension = 'all'",
    )
    assert found == [(1,)]
