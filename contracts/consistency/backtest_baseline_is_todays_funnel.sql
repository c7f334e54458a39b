-- id: backtest_baseline_is_todays_funnel
-- table: marts.mart_definition_backtest
-- kind: recounts
-- promise: A version in force is compared by the very entries that the funnel counts on
--   the basis `now`, none more and none less.
with cells as (
    select * from {batch}
),

stages as (
    select distinct
        -- A pair has many rows, and a version in force may stand in several pairs.
        cells.stage
    from cells
    inner join intermediate.int_definition_pairs as pairs
        on pairs.baseline_definition_id = cells.baseline_definition_id
        and pairs.tried_definition_id = cells.tried_definition_id
    where pairs.baseline_basis = 'now'
),

compared as (
    select trial_entries.stage, trial_entries.lead_id, trial_entries.occurred_at
    from intermediate.int_trial_entries as trial_entries
    left join intermediate.int_opening_exclusions as exclusions
        on exclusions.lead_id = trial_entries.lead_id
        and exclusions.opened_at = trial_entries.opened_at
    where
        trial_entries.definition_basis = 'now'
        and exclusions.lead_id is null
),

counted as (
    select entries.stage, entries.lead_id, entries.occurred_at
    from intermediate.int_cycle_entries as entries
    inner join stages on stages.stage = entries.stage
    where entries.definition_basis = 'now' and not entries.is_out_of_order
)

select
    coalesce(compared.stage, counted.stage) as stage,
    coalesce(compared.lead_id, counted.lead_id) as lead_id,
    coalesce(compared.occurred_at, counted.occurred_at) as occurred_at
from compared
full outer join counted
    on counted.stage = compared.stage
    and counted.lead_id = compared.lead_id
    and counted.occurred_at = compared.occurred_at
where compared.lead_id is null or counted.lead_id is null
