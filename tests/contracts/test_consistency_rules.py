"""Every consistency rule holds on a company worked out by hand and sees a breach.

The company is the golden fixture, see `golden_tables`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from contracts import CheckResult, Contracts, check_build, load
from tests.contracts.golden_tables import lead_key, write_golden_build

PROJECT = Path(__file__).parents[2]
L1, L2, L3, L4, L5 = (lead_key(f"L{number}") for number in range(1, 6))

COHORT = (
    "period_grain = 'month' and cohort_on = date '2026-01-01' and from_stage = 'mql'"
    " and to_stage = 'sql' and window_days = 30 and entry_policy = 'strict'"
    " and segment_dimension = 'all'"
)
PERIOD = (
    "period_grain = 'month' and period_on = date '2026-01-01' and from_stage = 'mql'"
    " and to_stage = 'sql' and entry_policy = 'strict' and segment_dimension = 'all'"
)


@pytest.fixture(scope="module")
def contracts() -> Contracts:
    return load(PROJECT / "contracts")


@pytest.fixture(scope="module")
def golden(contracts: Contracts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("golden") / "handoff.duckdb"
    write_golden_build(database, contracts)
    return database


def _checked(
    contracts: Contracts,
    golden: Path,
    folder: Path,
    *changes: str,
    only: str | None = None,
) -> Mapping[str, CheckResult]:
    """Check a changed copy of the build; with `only`, one rule and its table."""
    database = folder / golden.name
    shutil.copyfile(golden, database)
    with duckdb.connect(str(database)) as connection:
        for change in changes:
            connection.execute(change)
    if only is not None:
        (rule,) = (one for one in contracts.rules if one.id == only)
        contracts = replace(
            contracts,
            tables=tuple(t for t in contracts.tables if t.relation == rule.relation),
            rules=(rule,),
            feeds=(),
        )
    results = check_build(database=database, landing=folder, contracts=contracts)
    return {result.id: result for result in results}


def test_the_golden_company_keeps_every_contract(
    contracts: Contracts, golden: Path, tmp_path: Path
) -> None:
    results = _checked(replace(contracts, feeds=()), golden, tmp_path)
    broken = {
        result.id: (result.status, result.breaking_keys[:3], result.reason)
        for result in results.values()
        if result.status != "held"
    }
    assert broken == {}
    assert len(results) == len(contracts.tables) + len(contracts.rules)


def test_the_golden_company_has_the_golden_numbers(golden: Path) -> None:
    # January MQL→SQL: of L1, L2, L3, L4 only L1 (15 days) within 30 days: 1 of 4.
    # L4 took 36 days: to date 2 of 4. March: L5 entered, none mature.
    with duckdb.connect(str(golden), read_only=True) as connection:
        rows = connection.execute(
            "select strftime(cohort_on, '%m'), window_days, cycles_entered,"
            " cycles_mature, cycles_converted, conversion_rate"
            " from marts.mart_funnel_cohorts where period_grain = 'month'"
            " and to_stage = 'sql' and entry_policy = 'strict'"
            " and segment_dimension = 'all'"
        ).fetchall()
    assert sorted(rows, key=str) == [
        ("01", 30, 4, 4, 1, 0.25),
        ("01", None, 4, 4, 2, 0.5),
        ("02", 30, 1, 1, 1, 1.0),
        ("02", None, 1, 1, 1, 1.0),
        ("03", 30, 1, 0, 0, None),
        ("03", None, 1, 1, 0, 0.0),
    ]


BREACHES = (
    (
        "definitions_equal_the_book",
        "update dimensions.dim_stage_definitions set statement_en = 'Reworded'"
        " where definition_id = 'mql_v2'",
        "definition_id=mql_v2",
    ),
    (
        "definitions_equal_the_book",
        "delete from dimensions.dim_stage_definitions where definition_id = 'mql_v3'",
        "definition_id=mql_v3",
    ),
    (
        "kpis_equal_the_book",
        "update dimensions.dim_kpis set window_days = 60 where unit = 'person'",
        "kpi_id=person_first_mql_ever",
    ),
    (
        "kpis_equal_the_book",
        "delete from dimensions.dim_kpis where unit = 'account'",
        "kpi_id=account_first_mql_ever",
    ),
    (
        "one_definition_in_force",
        "update dimensions.dim_stage_definitions set status = 'in_force'"
        " where definition_id = 'mql_v3'",
        "mql_v2, other_definition_id=mql_v3",
    ),
    (
        # One day of overlap: mql_v1 until 02-02, mql_v2 from 02-01.
        "one_definition_in_force",
        "update dimensions.dim_stage_definitions set valid_to = date '2026-02-02'"
        " where definition_id = 'mql_v1'",
        "mql_v1, other_definition_id=mql_v2",
    ),
    (
        "no_gap_between_definitions",
        "update dimensions.dim_stage_definitions set valid_to = date '2026-01-31'"
        " where definition_id = 'mql_v1'",
        "definition_id=mql_v1, next_definition_id=mql_v2",
    ),
    (
        "stages_in_order",
        "update facts.fct_lead_cycles set sal_at = sql_at + interval 1 second"
        f" where lead_id = '{L1}'",
        f"lead_id={L1}, cycle_number=1",
    ),
    (
        "stages_in_order",
        "update facts.fct_lead_cycles set recycled_at = sal_at - interval 1 second"
        f" where lead_id = '{L2}' and cycle_number = 1",
        f"lead_id={L2}, cycle_number=1",
    ),
    (
        "cycles_follow_each_other",
        f"update facts.fct_lead_cycles set cycle_number = 3 where lead_id = '{L2}'"
        " and cycle_number = 2",
        f"lead_id={L2}, cycle_number=3",
    ),
    (
        "cycles_follow_each_other",
        "update facts.fct_lead_cycles set opened_at = timestamp '2026-01-19 14:59:59'"
        f" where lead_id = '{L2}' and cycle_number = 2",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        "cycles_follow_each_other",
        f"update facts.fct_lead_cycles set is_open = true where lead_id = '{L1}'",
        f"lead_id={L1}, cycle_number=1",
    ),
    (
        "cycle_times_have_their_entry",
        f"delete from facts.fct_stage_entries where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "cycle_times_have_their_entry",
        f"delete from facts.fct_stage_entries where lead_id = '{L3}'"
        " and stage = 'lead'",
        f"lead_id={L3}, cycle_number=1, stage=lead",
    ),
    (
        "entries_are_in_their_cycle",
        f"update facts.fct_lead_cycles set sql_at = null where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        # An inferred time must stay out of the cycle.
        "entries_are_in_their_cycle",
        f"update facts.fct_lead_cycles set sal_at = sql_at where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sal",
    ),
    (
        "entries_belong_to_a_cycle",
        f"delete from facts.fct_lead_cycles where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        "entries_belong_to_a_cycle",
        "update facts.fct_stage_entries set recorded_at = timestamp '2026-03-31 15:00'"
        f" where lead_id = '{L5}' and stage = 'sal'",
        f"lead_id={L5}, cycle_number=1, stage=sal",
    ),
    (
        "entries_end_with_the_next",
        "update facts.fct_stage_entries set exited_at = exited_at + interval 1 second"
        f" where lead_id = '{L5}' and stage = 'mql'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        # L4 left its MQL for its SQL; the SAL of that second is inferred.
        "entries_end_with_the_next",
        "update facts.fct_stage_entries set exit_to = 'sal'"
        f" where lead_id = '{L4}' and stage = 'mql'",
        f"lead_id={L4}, cycle_number=1, stage=mql",
    ),
    (
        "entries_end_with_the_next",
        "update facts.fct_stage_entries set exited_at = timestamp '2026-03-30'"
        f" where lead_id = '{L5}' and stage = 'sal'",
        f"lead_id={L5}, cycle_number=1, stage=sal",
    ),
    (
        # L2's second cycle was opened by an MQL of 02-20, under mql_v2.
        "cycles_cite_their_opening",
        "update facts.fct_lead_cycles set definition_id = 'mql_v1'"
        f" where lead_id = '{L2}' and cycle_number = 2",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        "cycles_cite_their_opening",
        "update facts.fct_lead_cycles set definition_id = 'mql_v1'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        "cycles_cite_their_opening",
        "update facts.fct_stage_entries set is_adoption = true"
        f" where lead_id = '{L2}' and cycle_number = 2 and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        "entries_belong_to_a_cycle",
        "update facts.fct_stage_entries set entered_at = timestamp '2026-03-31 15:00'"
        f" where lead_id = '{L5}' and stage = 'sal'",
        f"lead_id={L5}, cycle_number=1, stage=sal",
    ),
    (
        # In force only from 02-01; L3's entry is of 01-15.
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set definition_id = 'mql_v2'"
        f" where lead_id = '{L3}' and stage = 'mql'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set definition_id = 'mql_v3'"
        f" where lead_id = '{L5}' and stage = 'mql'",
        f"lead_id={L5}, cycle_number=1, stage=mql",
    ),
    (
        # Nobody is counted on the day of a definition that waits for the next signal.
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set is_adoption = true, entered_at = timestamp"
        f" '2026-01-31 15:00' where lead_id = '{L2}' and cycle_number = 2"
        " and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2, stage=mql",
    ),
    (
        # Where it counts everybody, it does so on 02-01, not on 02-20.
        "entries_cite_a_definition_in_force",
        "update dimensions.dim_stage_definitions set adoption_policy = 'at_adoption';"
        " update facts.fct_stage_entries set is_adoption = true"
        f" where lead_id = '{L2}' and cycle_number = 2 and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2, stage=mql",
    ),
    (
        # The last second before midnight of 02-01 in Tokyo is still mql_v1's.
        "entries_cite_a_definition_in_force",
        "update facts.fct_stage_entries set entered_at = timestamp '2026-01-31"
        f" 14:59:59' where lead_id = '{L2}' and cycle_number = 2 and stage = 'mql'",
        f"lead_id={L2}, cycle_number=2, stage=mql",
    ),
    (
        # 49 employees are not 50.
        "every_mql_follows_from_the_book",
        "update intermediate.int_attribute_events set value = '49', value_number = 49"
        f" where lead_id = '{L1}'",
        f"lead_id={L1}, cycle_number=1",
    ),
    (
        "every_mql_follows_from_the_book",
        "delete from intermediate.int_port_touches where source_record_id = 'm3'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        # A day earlier the white paper is worth 100 * 2^-1.1 = 46.65: 76.65 points.
        "every_mql_follows_from_the_book",
        "update intermediate.int_port_touches set occurred_at = occurred_at"
        " - interval 1 day where touch_type = 'whitepaper'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # Two white papers on a day still give the 100 points of the cap, not 200:
        # without the seminar 50 points are left.
        "every_mql_follows_from_the_book",
        "update intermediate.int_port_touches set touch_type = 'whitepaper',"
        " occurred_at = timestamp '2026-03-09 15:00' where touch_type = 'seminar'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # The rule holds, but nothing happened to L4 at that second.
        "every_mql_follows_from_the_book",
        "update facts.fct_stage_entries set entered_at = entered_at + interval 1 second"
        f" where lead_id = '{L4}' and stage = 'mql'",
        f"lead_id={L4}, cycle_number=1",
    ),
    (
        "every_mql_follows_from_the_book",
        "update intermediate.int_lead_gaps set cooled_after_at = timestamp"
        f" '2026-02-19 15:00' where lead_id = '{L2}' and gap_number = 1",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        # A definition for small companies replaces the general one for L5.
        "every_mql_follows_from_the_book",
        "insert into book.stage_definitions by name select * replace ('mql_small' as"
        " definition_id, 'employees' as segment_dimension, '5' as segment_value)"
        " from book.stage_definitions where definition_id = 'mql_v2'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # Exactly 30 days before the entry is outside (d - 30, d].
        "every_mql_follows_from_the_book",
        "insert into intermediate.int_port_touches values ('exports', 'm3', 'other',"
        " null, timestamp '2026-01-14 15:00'); update intermediate.int_port_touches"
        " set occurred_at = timestamp '2025-12-15 15:00'"
        " where source_record_id = 'm3' and touch_type = 'enquiry'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        "every_lead_resolves",
        f"delete from dimensions.dim_leads where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1",
    ),
    (
        "every_lead_resolves",
        f"update facts.fct_lead_cycles set channel = 'event' where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # L4 is gone from every table of leads at once, so no table misses another.
        "every_record_resolves",
        "; ".join(
            f"delete from {table} where lead_id = '{L4}'"
            for table in (
                "dimensions.dim_leads",
                "dimensions.dim_lead_aliases",
                "facts.fct_lead_cycles",
                "facts.fct_stage_entries",
            )
        ),
        f"lead_id={L4}",
    ),
    (
        "every_record_resolves",
        f"delete from facts.fct_lead_cycles where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "every_alias_resolves",
        f"delete from dimensions.dim_leads where lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        "every_alias_resolves",
        f"delete from dimensions.dim_lead_aliases where member_key = '{L1}'",
        f"lead_id={L1}",
    ),
    (
        "the_worst_verdict_is_named",
        "update facts.fct_stage_agreement set ma_definition_verdict = 'late'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "the_worst_verdict_is_named",
        f"update facts.fct_stage_agreement set verdict = null where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        f"delete from facts.fct_stage_agreement where lead_id = '{L4}'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        "update facts.fct_stage_agreement set defined_at = null"
        f" where lead_id = '{L4}' and stage = 'sql'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        "update facts.fct_stage_agreement set sfa_at = sfa_at + interval 1 second"
        f" where lead_id = '{L4}' and stage = 'sql'",
        f"lead_id={L4}, cycle_number=1, stage=sql",
    ),
    (
        "verdicts_belong_to_a_cycle",
        f"update facts.fct_stage_agreement set ma_at = null where lead_id = '{L3}'",
        f"lead_id={L3}, cycle_number=1, stage=mql",
    ),
    (
        "opportunities_are_those_delivered",
        "delete from facts.fct_opportunities",
        f"lead_id={L1}",
    ),
    (
        "opportunities_are_those_delivered",
        "update facts.fct_opportunities set amount = amount + 1",
        f"lead_id={L1}",
    ),
    (
        "opportunities_count_once",
        "insert into facts.fct_opportunities select * replace (2 as cycle_number)"
        " from facts.fct_opportunities",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        "opportunities_count_once",
        "update facts.fct_opportunities set outcome = 'lost'",
        f"opportunity_id={lead_key('O1')}",
    ),
    (
        # 2 of 4 with the rate of 1 of 4.
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set cycles_converted = 2 where {COHORT}",
        "window_days=30",
    ),
    (
        "rates_are_their_definition",
        "update marts.mart_funnel_cohorts set conversion_rate = 0"
        " where cycles_mature = 0",
        "cohort_on=2026-03-01",
    ),
    (
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set conversion_rate = null where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set rate_lower = 0.26 where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "rates_are_their_definition",
        f"update marts.mart_funnel_cohorts set cycles_mature = 5, cycles_converted = 1,"
        f" conversion_rate = 0.2 where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "estimates_and_durations_are_possible",
        f"update marts.mart_funnel_cohorts set estimated_rate = 1.01 where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "estimates_and_durations_are_possible",
        "update marts.mart_funnel_cohorts set median_days = 31, p90_days = 31"
        f" where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "estimates_and_durations_are_possible",
        "update marts.mart_funnel_cohorts set is_immature = false"
        " where cycles_mature = 0",
        "cohort_on=2026-03-01",
    ),
    (
        "cohorts_recount_from_cycles",
        "update marts.mart_funnel_cohorts set cycles_converted = 0,"
        f" conversion_rate = 0 where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        "cohorts_recount_from_cycles",
        f"delete from marts.mart_funnel_cohorts where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # 30 days and one second after 01-05 00:00, and no longer within the window.
        "cohorts_recount_from_cycles",
        "update facts.fct_lead_cycles set sql_at = timestamp '2026-02-03 15:00:01'"
        f" where lead_id = '{L1}'",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # Within 30 days of January's MQLs only L1's SQL, after 15 days.
        "cohort_durations_recount",
        f"update marts.mart_funnel_cohorts set median_days = 14 where {COHORT}",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=30",
    ),
    (
        # To date 15 and 36 days: the 90th percentile is 15 + 0.9 * 21 = 33.9.
        "cohort_durations_recount",
        "update marts.mart_funnel_cohorts set p90_days = 36 where p90_days > 33.8",
        "period_grain=month, cohort_on=2026-01-01, from_stage=mql, to_stage=sql,"
        " window_days=",
    ),
    (
        "cohort_durations_recount",
        f"update marts.mart_funnel_cohorts set is_immature = true where {COHORT}",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        "cohort_durations_recount",
        f"update marts.mart_funnel_cohorts set is_left_truncated = true where {COHORT}",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        # Observed only from the second after L1's day, 01-05, began.
        "cohort_durations_recount",
        "update intermediate.int_lead_knowledge set observed_from = timestamp"
        f" '2026-01-04 15:00:01' where lead_id = '{L1}' and stage = 'sql'",
        "cohort_on=2026-01-01, from_stage=mql, to_stage=sql, window_days=30",
    ),
    (
        "cohort_segments_add_up",
        "update marts.mart_funnel_cohorts set cycles_entered = 7"
        " where segment_value = 'event' and period_grain = 'quarter'"
        " and to_stage = 'sql' and window_days = 30 and entry_policy = 'strict'",
        "segment_dimension=channel",
    ),
    (
        "cohort_segments_add_up",
        "delete from marts.mart_funnel_cohorts where segment_value = '(none)'",
        "segment_dimension=channel",
    ),
    (
        "period_segments_add_up",
        "update marts.mart_funnel_periods set entries_to = 7"
        " where segment_value = 'event' and to_stage = 'sql'",
        "segment_dimension=channel",
    ),
    (
        "cohorts_and_periods_agree",
        f"update marts.mart_funnel_periods set entries_from = 3 where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "cohorts_and_periods_agree",
        f"delete from marts.mart_funnel_periods where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "period_entries_recount",
        f"update marts.mart_funnel_periods set entries_to = 3 where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql, entry_policy=strict",
    ),
    (
        # L4 skipped the SAL of 02-25, which is filled in.
        "period_entries_recount",
        "update marts.mart_funnel_periods set entries_to = entries_to - 1"
        " where entry_policy = 'filled' and to_stage = 'sal'"
        " and period_on = date '2026-02-01' and segment_dimension = 'all'",
        "period_grain=month, period_on=2026-02-01, from_stage=mql, to_stage=sal,"
        " entry_policy=filled",
    ),
    (
        "period_entries_recount",
        f"delete from intermediate.int_lead_knowledge where lead_id = '{L1}'"
        " and stage = 'sql'",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "period_entries_recount",
        "update marts.mart_funnel_periods set stage_knowledge = 'unknown',"
        f" entries_from = null, entries_to = null, period_ratio = null where {PERIOD}",
        "period_on=2026-01-01, from_stage=mql, to_stage=sql",
    ),
    (
        "period_ratios_are_their_definition",
        f"update marts.mart_funnel_periods set period_ratio = 0.26 where {PERIOD}",
        "period_on=2026-01-01",
    ),
    (
        "period_ratios_are_their_definition",
        "update marts.mart_funnel_periods set period_ratio = 0 where entries_from = 0",
        "from_stage=mql",
    ),
    (
        "unknown_periods_have_no_ratio",
        "update marts.mart_funnel_periods set stage_knowledge = 'unknown'"
        f" where {PERIOD}",
        "period_on=2026-01-01",
    ),
    (
        "unknown_periods_have_no_ratio",
        f"update marts.mart_funnel_periods set entries_from = null where {PERIOD}",
        "period_on=2026-01-01",
    ),
    (
        "unknown_is_not_zero",
        "update marts.mart_funnel_cohorts set stage_knowledge = 'unknown'"
        f" where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "unknown_is_not_zero",
        f"update marts.mart_funnel_cohorts set cycles_converted = null where {COHORT}",
        "cohort_on=2026-01-01",
    ),
    (
        "strict_never_exceeds_filled",
        "update marts.mart_funnel_cohorts set cycles_converted = 0"
        " where entry_policy = 'filled' and to_stage = 'sal'",
        "to_stage=sal",
    ),
    (
        "strict_never_exceeds_filled",
        "delete from marts.mart_funnel_cohorts where entry_policy = 'filled'",
        "to_stage=sal",
    ),
    (
        "filled_never_grows_down_the_funnel",
        "update marts.mart_funnel_cohorts set cycles_converted = 3"
        " where entry_policy = 'filled' and to_stage = 'won'",
        "stage_before=sql, to_stage=won",
    ),
    (
        "person_conversions_recount",
        "update marts.mart_person_conversions set converted = 2, share = 0.5"
        " where people = 4",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        # L3 cannot be known to be an SQL: three of the four count.
        "person_conversions_recount",
        f"delete from intermediate.int_lead_knowledge where lead_id = '{L3}'"
        " and stage = 'sql'",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        # Nobody of March can be: unknown, not 0.
        "person_conversions_recount",
        f"delete from intermediate.int_lead_knowledge where lead_id = '{L5}'"
        " and stage = 'sql'",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-03-01",
    ),
    (
        "person_conversions_recount",
        "update marts.mart_person_conversions set share = 0.74"
        " where people = 4 and period_grain = 'month'",
        "metric=person_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        "person_conversions_recount",
        "delete from marts.mart_person_conversions where metric like 'account%'",
        "metric=account_first_mql_ever, period_grain=month, period_on=2026-01-01",
    ),
    (
        "agreement_counts_recount",
        "update marts.mart_stage_agreement set cycles = 9"
        " where period_grain = 'month' and system_pair = 'worst' and stage = 'won'",
        "period_grain=month, period_on=2026-02-01, stage=won, system_pair=worst",
    ),
    (
        "agreement_counts_recount",
        "delete from marts.mart_stage_agreement where stage = 'won'",
        "period_grain=month, period_on=2026-02-01, stage=won, system_pair=worst",
    ),
    (
        "every_raw_row_is_accounted_for",
        "update intermediate.int_row_accounting set accepted = 4",
        "source=exports, table_name=ma_leads",
    ),
    (
        "every_raw_row_is_accounted_for",
        "update intermediate.int_row_accounting set counted_records = 11",
        "source=exports, table_name=ma_leads",
    ),
    (
        "every_raw_row_is_accounted_for",
        "delete from intermediate.int_row_accounting",
        "rows_present=0",
    ),
)


@pytest.mark.parametrize(("rule", "breach", "key"), BREACHES)
def test_a_planted_breach_is_refused_with_its_key(
    contracts: Contracts, golden: Path, tmp_path: Path, rule: str, breach: str, key: str
) -> None:
    result = _checked(contracts, golden, tmp_path, breach, only=rule)[rule]
    assert result.status == "failed", result.reason
    assert result.breaking_count > 0
    assert [one for one in result.breaking_keys if key in one]


def test_every_rule_was_seen_to_fail(contracts: Contracts) -> None:
    assert {rule.id for rule in contracts.rules} == {rule for rule, _, _ in BREACHES}


def test_a_score_exactly_at_the_threshold_is_enough(
    contracts: Contracts, golden: Path, tmp_path: Path
) -> None:
    # L5 has 50 + 30 = 80 points and the rule says 80 or more; at 80.000001 it has not.
    rule = "every_mql_follows_from_the_book"
    raised = "update book.stage_rules set value = '80.000001' where signal = 'score'"
    assert _checked(contracts, golden, tmp_path, only=rule)[rule].status == "held"
    result = _checked(contracts, golden, tmp_path, raised, only=rule)[rule]
    assert [key.split(",")[0] for key in result.breaking_keys] == [f"lead_id={L5}"]
