-- id: backtest_baseline_is_todays_funnel
-- table: intermediate.int_trial_entries
-- kind: recounts
-- promise: A version in force is compared by the very entries that the funnel counts on
--   the basis `now`, none more and none less.
with trial_entries as (
    select * from {batch}
),

compared as (
    select trial_entries.stage, trial_entries.lead_id, trial_entries.occurred_at
    from trial_entries
    left join intermediate.int_opening_exclusions as exclusions
        on exclusions.lead_id = trial_entries.lead_id
        and exclusions.opened_at = trial_entries.opened_at
    where
        trial_entries.definition_basis = 'now'
        and exclusions.lead_id is null
),

counted as (
    select stage, lead_id, occurred_at
    from intermediate.int_cycle_entries
    where
        definition_basis = 'now'
        and not is_out_of_order
        and stage in (
            select stage from intermediate.int_definition_pairs
            where baseline_basis = 'now'
        )
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
