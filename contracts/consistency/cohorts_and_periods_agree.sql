-- id: cohorts_and_periods_agree
-- table: marts.mart_funnel_periods
-- kind: adding up
-- promise: The entries into a stage in a period are the cycles of that period's cohort,
--   policy by policy and segment by segment.
with published as (
    select * from {batch}
),

-- What was reported stays as it was counted then.
periods as (
    select * from published
    where definition_basis <> 'reported'
),

cohorts as (
    select * from marts.mart_funnel_cohorts
    where
        window_days is null
        and definition_basis <> 'reported'
),

compared as (
    select
        coalesce(periods.definition_basis, cohorts.definition_basis)
            as definition_basis,
        coalesce(periods.period_grain, cohorts.period_grain) as period_grain,
        coalesce(periods.period_on, cohorts.cohort_on) as period_on,
        coalesce(periods.from_stage, cohorts.from_stage) as from_stage,
        coalesce(periods.to_stage, cohorts.to_stage) as to_stage,
        coalesce(periods.entry_policy, cohorts.entry_policy) as entry_policy,
        coalesce(periods.segment_dimension, cohorts.segment_dimension)
            as segment_dimension,
        coalesce(periods.segment_value, cohorts.segment_value) as segment_value,
        -- A period in which nobody entered the earlier stage has no cohort, and a
        -- cohort in which nobody can know the later stage has no counts.
        coalesce(periods.entries_from, 0) as entries_from,
        coalesce(cohorts.cycles_entered, 0) as cycles_entered
    from periods
    full outer join cohorts
        on cohorts.definition_basis = periods.definition_basis
        and cohorts.period_grain = periods.period_grain
        and cohorts.cohort_on = periods.period_on
        and cohorts.from_stage = periods.from_stage
        and cohorts.to_stage = periods.to_stage
        and cohorts.entry_policy = periods.entry_policy
        and cohorts.segment_dimension = periods.segment_dimension
        and cohorts.segment_value = periods.segment_value
)

select
    definition_basis,
    period_grain,
    period_on,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value
from compared
where cycles_entered <> entries_from
