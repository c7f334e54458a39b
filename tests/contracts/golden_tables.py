"""Writes the golden company, see `golden_cycles`, as the build that the rules read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from contracts import Contracts
from tests.contracts.golden_backtest import (
    PAIR,
    backtest_lead_rows,
    backtest_rows,
    pair_entry_rows,
    todays_entry_rows,
    trial_entry_rows,
)
from tests.contracts.golden_changes import (
    outcome_rows,
    sentence_rows,
    stage_time_rows,
)
from tests.contracts.golden_clauses import (
    clause_rows,
    entry_clause_rows,
    history_rows,
)
from tests.contracts.golden_counts import (
    agreement_count_rows,
    cohort_rows,
    data_entry_rows,
    exclusion_rows,
    period_rows,
    person_rows,
    recycling_rows,
    temperature_count_rows,
)
from tests.contracts.golden_cycles import CYCLES, Row, lead_key, tokyo
from tests.contracts.golden_facts import (
    agreement_rows,
    channel_rows,
    claim_rows,
    cycle_row,
    day_rows,
    entry_rows,
    event_rows,
    handover_rows,
    lead_rows,
    queue_rows,
    temperature_rows,
)
from tests.contracts.golden_funnel import (
    ageing_rows,
    change_rows,
    flow_rows,
    kpi_rows,
    stay_rows,
)
from tests.contracts.golden_inputs import BUILD_ONLY
from tests.contracts.golden_money import (
    opportunity_rows,
    pipeline_rows,
    uncounted_rows,
)
from tests.contracts.golden_reported import (
    LEDGER,
    ledger_period_rows,
    restated_lead_rows,
    restatement_rows,
    with_reported,
    with_reported_periods,
)
from tests.contracts.golden_scores import (
    score_band_rows,
    score_comparison_rows,
    score_crossing_rows,
    score_interval_rows,
    score_part_rows,
    score_rule_rows,
)
from tests.contracts.golden_tree import bottleneck_rows, tree_rows


def write_golden_build(database: Path, contracts: Contracts) -> None:
    """Write the build with the tables and columns of `contracts`."""
    with duckdb.connect(str(database)) as connection:
        for table in contracts.tables:
            connection.execute(f"create schema if not exists {table.schema}")
            columns = ", ".join(f"{c.name} {c.physical_type}" for c in table.columns)
            connection.execute(f"create table {table.relation} ({columns})")
        for statement in f"{BUILD_ONLY.strip()};\n{LEDGER}".split(";\n"):
            connection.execute(statement)
        for relation, rows in _tables().items():
            for row in rows:
                names = ", ".join(row)
                places = ", ".join("?" for _ in row)
                connection.execute(
                    f"insert into {relation} ({names}) values ({places})",
                    list(row.values()),
                )


def _tables() -> dict[str, Iterable[Row]]:
    leads = ("L1", "L2", "L3", "L4", "L5")
    stages = ("lead", "mql", "sal", "sql", "opportunity", "won", "recycled")
    return {
        "facts.fct_lead_cycles": map(cycle_row, CYCLES),
        "facts.fct_stage_entries": entry_rows(),
        "facts.fct_stage_events": event_rows(),
        "facts.fct_stage_agreement": agreement_rows(),
        "facts.fct_opportunities": opportunity_rows(),
        "marts.mart_uncounted_opportunities": uncounted_rows(),
        "facts.fct_handovers": handover_rows(),
        "facts.fct_temperatures": temperature_rows(),
        "dimensions.dim_channels": channel_rows(),
        "dimensions.dim_leads": lead_rows(),
        "dimensions.dim_lead_aliases": [
            {
                "member_key": lead_key(name),
                "lead_id": lead_key(name[:2]),
                "source": "exports",
                "object": "ma_lead",
            }
            for name in (*leads, "L6", "L1b")
        ],
        "dimensions.dim_days": day_rows(),
        "marts.mart_funnel_cohorts": with_reported(
            cohort_rows(), period="cohort_on", windows_waited=1
        ),
        "marts.mart_funnel_periods": with_reported_periods(period_rows()),
        "marts.mart_recycling": with_reported(
            recycling_rows(), period="cohort_on", windows_waited=3
        ),
        "marts.mart_restatements": restatement_rows(),
        "marts.mart_restated_leads": restated_lead_rows(),
        "ledger.funnel_periods": ledger_period_rows(
            with_reported_periods(period_rows())
        ),
        "marts.mart_person_conversions": person_rows(),
        "marts.mart_stage_flow": flow_rows(),
        "marts.mart_stage_times": stay_rows(),
        "marts.mart_stage_ageing": ageing_rows(),
        "marts.mart_conversion_changes": change_rows(),
        "marts.mart_outcome_changes": outcome_rows(),
        "marts.mart_change_sentences": sentence_rows(),
        "marts.mart_kpis": kpi_rows(),
        "marts.mart_pipeline": pipeline_rows(),
        "marts.mart_kpi_tree": tree_rows(),
        "marts.mart_bottlenecks": bottleneck_rows(),
        "marts.mart_stage_agreement": with_reported(
            agreement_count_rows(), period="period_on", windows_waited=0
        ),
        "marts.mart_temperature_agreement": temperature_count_rows(),
        "marts.mart_agreement_queue": queue_rows(),
        "marts.mart_exclusions": exclusion_rows(),
        "marts.mart_data_entry": data_entry_rows(),
        "facts.fct_score_intervals": score_interval_rows(),
        "facts.fct_score_crossings": score_crossing_rows(),
        "marts.mart_lead_score_parts": score_part_rows(),
        "marts.mart_score_comparison": score_comparison_rows(),
        "marts.mart_score_bands": score_band_rows(),
        "marts.mart_score_rules": score_rule_rows(),
        "marts.mart_lead_clauses": clause_rows(),
        "marts.mart_entry_clauses": entry_clause_rows(),
        "marts.mart_lead_history": history_rows(),
        "dimensions.dim_stages": [
            {
                "stage": stage,
                "stage_path": "success",
                "label_ja": stage,
                "label_en": stage,
                "stage_order": order,
            }
            for order, stage in enumerate(stages[:-1], start=1)
        ],
        "marts.mart_definition_backtest": backtest_rows(),
        "marts.mart_definition_backtest_leads": backtest_lead_rows(),
        "intermediate.int_definition_pairs": [
            PAIR | {"stage": "mql", "baseline_basis": "now"}
        ],
        "intermediate.int_pair_entries": pair_entry_rows(),
        "intermediate.int_trial_entries": trial_entry_rows(),
        "intermediate.int_cycle_entries": todays_entry_rows(),
        "marts.mart_unmapped_values": [
            {
                "source": "exports",
                "mapping": "industry",
                "source_value": "水産業",
                "row_count": 1,
                "mapping_row_count": 4,
                "unmapped_share": 0.25,
                "max_unmapped_share": 0.2,
                # Over the bound, but four rows are too few to block anything.
                "is_over_bound": True,
                "is_blocking": False,
            }
        ],
        "marts.mart_ambiguous_records": [
            {
                "source": "exports",
                "object": "ma_lead",
                "source_record_id": "m1b",
                "reason": "shared mailbox",
                "lead_id": lead_key("L1"),
                "candidate_group": lead_key("L1"),
            }
        ],
        "intermediate.int_lead_knowledge": [
            {"lead_id": lead_key(lead), "stage": stage}
            for lead in leads
            for stage in stages
        ],
        "intermediate.int_claims": claim_rows(),
        "intermediate.int_cycle_stage_times": stage_time_rows(),
        "intermediate.int_cycles": [
            {
                "lead_id": lead_key(lead),
                "cycle_number": number,
                "opened_at": tokyo(opened),
            }
            for lead, number, opened in [
                *((cycle.lead, cycle.number, cycle.opened) for cycle in CYCLES),
                ("L6", 1, "01-01"),
            ]
        ],
    }
