-- One row per measure of a closed mart row that was restated, with what was reported.
with parts as (
    select * from {{ ref('int_restatement_parts') }}
),

-- The name of the mart is part of the key: DuckDB hashes what two tables share alone.
cohorts as (
    select *, 'mart_funnel_cohorts' as mart
    from {{ source('ledger', 'funnel_cohorts') }}
),

periods as (
    select *, 'mart_funnel_periods' as mart
    from {{ source('ledger', 'funnel_periods') }}
),

recycling as (
    select *, 'mart_recycling' as mart
    from {{ source('ledger', 'recycling') }}
),

agreement as (
    select *, 'mart_stage_agreement' as mart
    from {{ source('ledger', 'stage_agreement') }}
),

restated as (
    select
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, system_pair, verdict
    from parts
    group by
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, system_pair, verdict
)

-- A row that was not there, and one that nobody could know, counted no cycle.
select
    restated.mart,
    restated.measure,
    restated.period_grain,
    restated.from_stage,
    restated.to_stage,
    restated.entry_policy,
    restated.segment_dimension,
    restated.segment_value,
    restated.system_pair,
    restated.verdict,

    restated.window_days,
    coalesce(
        case restated.measure
            when 'entries_from' then periods.entries_from
            when 'entries_to' then periods.entries_to
            when 'cycles' then agreement.cycles
            when 'cycles_entered'
                then coalesce(cohorts.cycles_entered, recycling.cycles_entered)
            when 'cycles_converted' then cohorts.cycles_converted
            when 'cycles_recycled' then recycling.cycles_recycled
            when 'cycles_reentered' then recycling.cycles_reentered
            when 'reentered_mature' then recycling.reentered_mature
            when 'reentered_to_sql' then recycling.reentered_to_sql
            when 'recycled_settled' then recycling.recycled_settled
        end,
        0
    ) as reported_value,

    restated.period_on
from restated
left join cohorts
    on cohorts.mart = restated.mart
    and cohorts.period_grain = restated.period_grain
    and cohorts.cohort_on = restated.period_on
    and cohorts.from_stage = restated.from_stage
    and cohorts.to_stage = restated.to_stage
    and cohorts.window_days = restated.window_days
    and cohorts.entry_policy = restated.entry_policy
    and cohorts.segment_dimension = restated.segment_dimension
    and cohorts.segment_value = restated.segment_value
left join periods
    on periods.mart = restated.mart
    and periods.period_grain = restated.period_grain
    and periods.period_on = restated.period_on
    and periods.from_stage = restated.from_stage
    and periods.to_stage = restated.to_stage
    and periods.entry_policy = restated.entry_policy
    and periods.segment_dimension = restated.segment_dimension
    and periods.segment_value = restated.segment_value
left join recycling
    on recycling.mart = restated.mart
    and recycling.period_grain = restated.period_grain
    and recycling.cohort_on = restated.period_on
    and recycling.from_stage = restated.from_stage
    and recycling.window_days = restated.window_days
    and recycling.segment_dimension = restated.segment_dimension
    and recycling.segment_value = restated.segment_value
left join agreement
    on agreement.mart = restated.mart
    and agreement.period_grain = restated.period_grain
    and agreement.period_on = restated.period_on
    and agreement.stage = restated.from_stage
    and agreement.system_pair = restated.system_pair
    and agreement.verdict = restated.verdict
