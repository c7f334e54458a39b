"""Breaches of what is promised of versions that are tried on history.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L4, L5, L6 = (lead_key(f"L{number}") for number in range(1, 7))

MART = "update marts.mart_definition_backtest set"
LEADS = "update marts.mart_definition_backtest_leads set"
TOTAL = "where segment_dimension = 'all' and stage = 'mql'"
PAIR = "baseline_definition_id=mql_v2, tried_definition_id=mql_v3"
ALL = f"{PAIR}, segment_dimension=all, segment_value=all"
UNKNOWN = "baseline_definition_id=sql_v1, tried_definition_id=sql_v2"

BREACHES = (
    (
        # Three were lost and one kept.
        "backtest_leads_add_up",
        f"{MART} baseline_leads = 5 {TOTAL}",
        ALL,
    ),
    ("backtest_leads_add_up", f"{MART} tried_leads = 3 {TOTAL}", ALL),
    (
        # Sums that fit each other and not the list.
        "backtest_leads_add_up",
        f"{MART} gained_leads = 2, tried_leads = 3 {TOTAL}",
        ALL,
    ),
    (
        "backtest_leads_add_up",
        f"{MART} lost_leads = 4, kept_leads = 0, tried_leads = 1 {TOTAL}",
        ALL,
    ),
    ("backtest_leads_add_up", f"{MART} baseline_entries = 6 {TOTAL}", ALL),
    ("backtest_leads_add_up", f"{MART} tried_entries = 3 {TOTAL}", ALL),
    (
        "backtest_leads_add_up",
        f"delete from marts.mart_definition_backtest_leads where lead_id = '{L5}'",
        "segment_dimension=company_size, segment_value=small",
    ),
    (
        "backtest_leads_add_up",
        "delete from marts.mart_definition_backtest where segment_value = 'event'",
        "segment_dimension=channel, segment_value=event",
    ),
    (
        "backtest_leads_add_up",
        f"{LEADS} industry = 'retail' where lead_id = '{L2}'",
        "segment_dimension=industry, segment_value=retail",
    ),
    (
        # Leads of a pair that nobody can judge.
        "backtest_leads_add_up",
        f"{LEADS} baseline_definition_id = 'sql_v1', tried_definition_id = 'sql_v2'"
        f" where lead_id = '{L2}'",
        UNKNOWN,
    ),
    (
        # 1 of 4 is 0.25.
        "backtest_rates_are_their_definition",
        f"{MART} baseline_precision = 0.26 {TOTAL}",
        f"{ALL}, outcome_stage=sql, window_days=30, rate_name=baseline precision",
    ),
    (
        "backtest_rates_are_their_definition",
        f"{MART} tried_precision = null {TOTAL}",
        "rate_name=tried precision",
    ),
    (
        # No SQL of event leads can be judged: no rate, not a rate of 0.
        "backtest_rates_are_their_definition",
        f"{MART} baseline_recall = 0 where segment_value = 'event'",
        "segment_value=event, outcome_stage=sql, window_days=30,"
        " rate_name=baseline recall",
    ),
    (
        "backtest_rates_are_their_definition",
        f"{MART} tried_recall_lower = 0.1 {TOTAL}",
        "rate_name=tried recall",
    ),
    (
        "backtest_rates_are_their_definition",
        f"{MART} baseline_recall_upper = null {TOTAL}",
        "rate_name=baseline recall",
    ),
    (
        # Two entries, three of them mature.
        "backtest_rates_are_their_definition",
        f"{MART} tried_mature = 3, tried_reached = 3 {TOTAL}",
        ALL,
    ),
    (
        "backtest_rates_are_their_definition",
        f"{MART} baseline_outcomes = 3 {TOTAL}",
        "rate_name=baseline recall",
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} tried_leads = 0 where stage_knowledge = 'unknown'",
        UNKNOWN,
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} outcomes_judged = 0 where outcome_knowledge = 'unknown'",
        UNKNOWN,
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} comparable_from = timestamp '2026-01-01' where stage = 'sql'",
        UNKNOWN,
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} outcome_knowledge = 'observed' where stage = 'sql'",
        UNKNOWN,
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} lost_leads = null {TOTAL}",
        ALL,
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} tried_reached = null {TOTAL}",
        ALL,
    ),
    (
        "unknown_backtests_have_no_counts",
        f"{MART} window_days = null {TOTAL}",
        ALL,
    ),
    (
        "backtest_verdicts_are_their_entries",
        f"{LEADS} verdict = 'kept' where lead_id = '{L1}'",
        f"lead_id={L1}",
    ),
    (
        "backtest_verdicts_are_their_entries",
        f"{LEADS} tried_entries = 1 where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "backtest_verdicts_are_their_entries",
        f"{LEADS} baseline_at = null, baseline_entries = 0 where lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        # A second before the first of its entries, 01-10.
        "backtest_verdicts_are_their_entries",
        f"{LEADS} sql_at = timestamp '2026-01-09 14:59:59' where lead_id = '{L2}'",
        f"lead_id={L2}",
    ),
    (
        "backtest_weeks_recount",
        f"{MART} baseline_weekly_mean = 0.3 {TOTAL}",
        f"{PAIR}, side=baseline",
    ),
    (
        "backtest_weeks_recount",
        f"{MART} tried_weekly_max = 2 {TOTAL}",
        f"{PAIR}, side=tried",
    ),
    (
        # A week without an MQL.
        "backtest_weeks_recount",
        f"{MART} tried_peak_week_on = date '2026-02-09' {TOTAL}",
        f"{PAIR}, side=tried",
    ),
    (
        "backtest_weeks_recount",
        f"{MART} baseline_weeks_over_capacity = 3 {TOTAL}",
        f"{PAIR}, side=baseline",
    ),
    (
        "backtest_weeks_recount",
        f"{MART} baseline_entries_before = 0 {TOTAL}",
        f"{PAIR}, side=baseline",
    ),
    (
        "backtest_weeks_recount",
        f"{MART} tried_calls = 7 {TOTAL}",
        f"{PAIR}, side=tried",
    ),
    (
        # Three calls a lead and three a week: one MQL is not too much any more.
        "backtest_weeks_recount",
        "update intermediate.int_call_capacity set calls_per_week = 3;"
        f" {MART} calls_per_week = 3 {TOTAL}",
        f"{PAIR}, side=baseline",
    ),
    (
        "backtest_weeks_recount",
        f"{MART} calls_per_week = 20 {TOTAL}",
        f"{PAIR}, side=tried",
    ),
    (
        "backtest_baseline_is_todays_funnel",
        f"delete from intermediate.int_trial_entries where lead_id = '{L3}'",
        f"stage=mql, lead_id={L3}",
    ),
    (
        "backtest_baseline_is_todays_funnel",
        f"delete from intermediate.int_cycle_entries where lead_id = '{L4}'",
        f"stage=mql, lead_id={L4}",
    ),
    (
        # Nobody is excluded any more.
        "backtest_baseline_is_todays_funnel",
        "delete from intermediate.int_opening_exclusions",
        f"stage=mql, lead_id={L6}",
    ),
    (
        "backtest_baseline_is_todays_funnel",
        "update intermediate.int_cycle_entries set is_out_of_order = true"
        f" where lead_id = '{L5}' and stage = 'mql'",
        f"stage=mql, lead_id={L5}",
    ),
)
