-- id: cohorts_and_periods_agree
-- table: marts.mart_funnel_periods
-- kind: adding up
-- promise: The entries into a stage in a period are the cycles of that period's cohort,
--   policy by policy and segment by segment; only cycles whose sources cannot know the
--   later stage are in the one count and not in the other.
with periods as (
    select * from {batch}
),

cohorts as (
    select * from marts.mart_funnel_cohorts
    where window_days is null
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
),

knowing as (
    select
        stage,
        count(*) as leads
    from intermediate.int_lead_knowledge
    group by stage
),

-- Stages that some lead's sources cannot know: there the cohort may be the smaller one.
known_to_all as (
    select knowing.stage
    from knowing
    where knowing.leads = (select count(*) from dimensions.dim_leads)
)

select
    compared.definition_basis,
    compared.period_grain,
    compared.period_on,
    compared.from_stage,
    compared.to_stage,
    compared.entry_policy,
    compared.segment_dimension,
    compared.segment_value
from compared
left join known_to_all
    on known_to_all.stage = compared.to_stage
where
    compared.cycles_entered > compared.entries_from
    or (
        known_to_all.stage is not null
        and compared.cycles_entered <> compared.entries_from
    )
