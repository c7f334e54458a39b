"""Any table may be missing: the company is built, checked, and says what is unknown."""

from datetime import date
from pathlib import Path

import pytest

from contracts import check_build, load
from orchestration.resources import PROJECT
from tests.stories.building import build, company_settings, query, write_table

LEADS = (
    "ma_leads",
    "ma_lead_id,created_at",
    [("A", "2026-01-01 00:00:00"), ("B", "2026-01-02 00:00:00")],
)
TOUCHES = (
    "ma_touches",
    "touch_id,ma_lead_id,touch_type,occurred_at",
    [("T", "A", "enquiry", "2026-01-05 00:00:00")],
)
RECORDS = (
    "sfa_records",
    "sfa_record_id,record_type,created_at,status",
    [("S", "lead", "2026-01-01 00:00:00", "new")],
)
CHANGES = (
    "sfa_record_changes",
    "change_id,sfa_record_id,field,old_value,new_value,changed_at",
    # The tool's own spelling of the field does not matter.
    [("C", "S", "Status", "new", "sal", "2026-01-06 00:00:00")],
)


@pytest.mark.parametrize(
    ("tables", "knowledge"),
    [
        # One lead: nobody can say who qualified.
        (
            [(*LEADS[:2], LEADS[2][:1])],
            {"mql": "unknown", "sal": "unknown", "won": "unknown"},
        ),
        # Leads alone: the same.
        ([LEADS], {"mql": "unknown", "sal": "unknown", "won": "unknown"}),
        # Without an SFA, SAL is unknown and not zero.
        ([LEADS, TOUCHES], {"mql": "observed", "sal": "unknown", "won": "unknown"}),
        # Without an MA, acceptance is known; qualification is not.
        ([RECORDS, CHANGES], {"mql": "unknown", "sal": "observed", "won": "observed"}),
    ],
    ids=["one lead", "leads alone", "without an SFA", "without an MA"],
)
def test_what_nobody_delivers_is_unknown_and_every_contract_holds(
    tmp_path: Path,
    tables: list[tuple[str, str, list[tuple[str, ...]]]],
    knowledge: dict[str, str],
) -> None:
    for table, columns, rows in tables:
        write_table(tmp_path / "raw", "exports", table, columns, rows)
    settings = company_settings(
        tmp_path / "raw", tmp_path / "home", sources=["exports"], as_of=date(2026, 3, 1)
    )
    database = build(settings)
    assert (
        dict(
            query(
                database,
                "select to_stage, min(stage_knowledge) from marts.mart_funnel_cohorts"
                " where from_stage = 'lead' and window_days is null"
                " and to_stage in ('mql', 'sal', 'won') group by 1",
            )
        )
        == knowledge
    )
    broken = [
        (result.id, result.breaking_keys[:3])
        for result in check_build(
            database=database,
            landing=settings.home.landing,
            contracts=load(PROJECT / "contracts"),
        )
        if result.status != "held"
    ]
    assert broken == []


def test_without_deals_a_target_is_planned_and_what_it_takes_is_unknown(
    tmp_path: Path,
) -> None:
    for table, columns, rows in (LEADS, TOUCHES):
        write_table(tmp_path / "raw", "exports", table, columns, rows)
    settings = company_settings(
        tmp_path / "raw", tmp_path / "home", sources=["exports"], as_of=date(2026, 3, 1)
    )
    tree = query(
        build(settings),
        "select step, plan is not null, actual, forecast from marts.mart_kpi_tree"
        " where period_on = date '2026-01-01' and period_grain = 'quarter'"
        " and source_group = 'marketing' order by depth desc",
    )
    assert tree == [
        ("lead", False, None, None),
        ("mql", False, None, None),
        ("revenue", True, 0.0, 0.0),
    ]


def test_a_company_of_nobody_builds_and_says_which_tables_are_empty(
    tmp_path: Path,
) -> None:
    write_table(tmp_path / "raw", "exports", *LEADS[:2], [])
    settings = company_settings(
        tmp_path / "raw", tmp_path / "home", sources=["exports"], as_of=date(2026, 3, 1)
    )
    broken = [
        key
        for result in check_build(
            database=build(settings),
            landing=settings.home.landing,
            contracts=load(PROJECT / "contracts"),
        )
        for key in result.breaking_keys
        if result.status != "held"
    ]
    assert broken
    assert {key.partition(": ")[0] for key in broken} == {
        "broken promise “has at least 1 row”"
    }
