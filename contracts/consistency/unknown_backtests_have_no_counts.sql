-- id: unknown_backtests_have_no_counts
-- table: marts.mart_definition_backtest
-- kind: knowledge
-- promise: Where no source can judge both versions the row has no counts, and where none
--   can know the later stage no outcomes; where one can, no count is missing.
with cells as (
    select * from {batch}
)

select
    baseline_definition_id,
    tried_definition_id,
    segment_dimension,
    segment_value,
    outcome_stage,
    window_days
from cells
where
    (
        stage_knowledge = 'unknown'
        and coalesce(
            gained_leads, lost_leads, kept_leads, baseline_leads, tried_leads,
            baseline_entries, tried_entries, baseline_entries_before,
            tried_entries_before, baseline_weekly_mean, tried_weekly_mean,
            baseline_weekly_p90, tried_weekly_p90, baseline_weekly_max,
            tried_weekly_max, baseline_calls, tried_calls,
            baseline_weeks_over_capacity, tried_weeks_over_capacity
        ) is not null
    )
    or (stage_knowledge = 'unknown' and outcome_knowledge = 'observed')
    or (stage_knowledge = 'unknown' and comparable_from is not null)
    or (
        outcome_knowledge is distinct from 'observed'
        and coalesce(
            baseline_mature, baseline_reached, tried_mature, tried_reached,
            outcomes_judged, baseline_outcomes, tried_outcomes, baseline_precision,
            tried_precision, baseline_recall, tried_recall
        ) is not null
    )
    or (
        stage_knowledge = 'observed'
        and (
            gained_leads is null or lost_leads is null or kept_leads is null
            or baseline_entries is null or tried_entries is null
            or baseline_entries_before is null or tried_entries_before is null
        )
    )
    or (
        outcome_knowledge = 'observed'
        and (
            baseline_mature is null or baseline_reached is null
            or tried_mature is null or tried_reached is null
            or outcomes_judged is null or baseline_outcomes is null
            or tried_outcomes is null
        )
    )
    or (outcome_knowledge is null) <> (outcome_stage is null)
    or (window_days is null) <> (outcome_stage is null)
