"""Every consistency rule holds on a company worked out by hand and sees a breach.

The company is the golden fixture, see `golden_cycles`.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from contracts import CheckResult, Contracts, check_build, load
from tests.contracts import (
    breaches_of_agreement,
    breaches_of_backtests,
    breaches_of_changes,
    breaches_of_counting,
    breaches_of_definitions,
    breaches_of_events,
    breaches_of_explanations,
    breaches_of_facts,
    breaches_of_money,
    breaches_of_outcomes,
    breaches_of_rates,
    breaches_of_reports,
    breaches_of_scores,
    breaches_of_targets,
    breaches_of_temperatures,
)
from tests.contracts.breaches_of_targets import (
    APART,
    AS_ITS_BEST,
    BOTTLENECK,
    NO_BAND,
    NO_GAP,
)
from tests.contracts.golden_cycles import lead_key
from tests.contracts.golden_tables import write_golden_build

PROJECT = Path(__file__).parents[2]
L2, L4, L5 = (lead_key(name) for name in ("L2", "L4", "L5"))


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
            " from marts.mart_funnel_cohorts where definition_basis = 'then'"
            " and period_grain = 'month' and to_stage = 'sql'"
            " and entry_policy = 'strict' and segment_dimension = 'all'"
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
    *breaches_of_facts.BREACHES,
    *breaches_of_definitions.BREACHES,
    *breaches_of_rates.BREACHES,
    *breaches_of_changes.BREACHES,
    *breaches_of_outcomes.BREACHES,
    *breaches_of_money.BREACHES,
    *breaches_of_targets.BREACHES,
    *breaches_of_agreement.BREACHES,
    *breaches_of_counting.BREACHES,
    *breaches_of_events.BREACHES,
    *breaches_of_scores.BREACHES,
    *breaches_of_temperatures.BREACHES,
    *breaches_of_backtests.BREACHES,
    *breaches_of_explanations.BREACHES,
    *breaches_of_reports.BREACHES,
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
    rule = "every_rule_entry_follows_from_the_book"
    raised = "update book.stage_rules set value = '80.000001' where signal = 'score'"
    assert _checked(contracts, golden, tmp_path, only=rule)[rule].status == "held"
    result = _checked(contracts, golden, tmp_path, raised, only=rule)[rule]
    assert [key.split(",")[0] for key in result.breaking_keys] == [f"lead_id={L5}"]


def test_a_call_of_the_cool_down_is_a_signal_for_a_later_stage(
    contracts: Contracts, golden: Path, tmp_path: Path
) -> None:
    # L4's second call decides SQL, whether or not it comes within the cool-down.
    rule = "every_rule_entry_follows_from_the_book"
    cooling = (
        "update intermediate.int_lead_gaps set cooled_after_at = timestamp"
        f" '2026-02-28 15:00', starts_after_at = timestamp '2026-02-14 15:00'"
        f" where lead_id = '{L4}'; delete from facts.fct_stage_entries"
        f" where lead_id = '{L4}' and stage = 'mql'"
    )
    assert _checked(contracts, golden, tmp_path, cooling, only=rule)[rule].status == (
        "held"
    )


def test_a_cycle_that_is_excluded_keeps_its_number(
    contracts: Contracts, golden: Path, tmp_path: Path
) -> None:
    # Of L2's three cycles the second does not count: the third is no hole.
    rule = "cycles_follow_each_other"
    changes = (
        f"update facts.fct_lead_cycles set cycle_number = 3 where lead_id = '{L2}'"
        " and cycle_number = 2",
        "insert into intermediate.int_cycle_exclusions"
        f" values ('then', '{L2}', 2, 'x')",
    )
    assert _checked(contracts, golden, tmp_path, *changes, only=rule)[rule].status == (
        "held"
    )


def test_words_exactly_at_their_bound_are_within_it(
    contracts: Contracts, golden: Path, tmp_path: Path
) -> None:
    # 200 of 1,000 are 20 %; 999 of 999 are over it, but too few to block anything.
    rule = "unmapped_words_stay_in_bounds"
    at_the_bound = (
        "update marts.mart_unmapped_values set row_count = 200, unmapped_share = 0.2,"
        " mapping_row_count = 1000, is_over_bound = false, is_blocking = true"
    )
    too_few_rows = (
        "update marts.mart_unmapped_values set row_count = 999, unmapped_share = 1,"
        " mapping_row_count = 999, is_over_bound = true, is_blocking = false"
    )
    for change in (at_the_bound, too_few_rows):
        result = _checked(contracts, golden, tmp_path, change, only=rule)[rule]
        assert result.status == "held"


@pytest.mark.parametrize(
    "changes",
    [
        "update book.funnel_benchmarks set definition_kind = 'any'",
        f"{NO_BAND}, {NO_GAP}",
        f"{APART}; {BOTTLENECK} {NO_GAP.replace('= rate', '= 0.5')}",
        f"{APART}; {BOTTLENECK} {AS_ITS_BEST}; {NO_BAND}",
    ],
)
def test_a_kpi_is_held_against_any_band_or_else_its_own_best_months(
    contracts: Contracts, golden: Path, tmp_path: Path, changes: str
) -> None:
    rule = "bottlenecks_recount"
    result = _checked(contracts, golden, tmp_path, changes, only=rule)[rule]
    assert result.status == "held"


def test_a_group_may_have_a_target_for_a_month_alone(
    contracts: Contracts, golden: Path, tmp_path: Path
) -> None:
    # April's months are more than the company's year, which partners have no target of.
    rule = "tree_follows_from_the_targets"
    april = "period_grain = 'month' and period_on = date '2026-04-01'"
    changes = (
        "insert into book.kpi_targets by name select 'partner' as source_group,"
        " 'month' as period_grain, date '2026-04-01' as period_on,"
        " 300000 as target_amount",
        "insert into marts.mart_kpi_tree by name select * replace"
        " ('partner' as source_group) from marts.mart_kpi_tree"
        f" where {april} and source_group = 'marketing'",
        "update marts.mart_kpi_tree set plan = plan * 63 / 33, plan_to_date ="
        " plan_to_date * 63 / 33, pace_ratio = pace_ratio * 33 / 63"
        f" where {april} and source_group = 'all'",
    )
    result = _checked(contracts, golden, tmp_path, *changes, only=rule)[rule]
    assert result.breaking_keys == []
    assert result.status == "held"
