-- One row per basis, cohort period, stage pair, window, entry policy and segment.
with counts as (
    select * from {{ ref('int_cohort_counts') }}
),

steps as (
    select * from {{ ref('int_funnel_steps') }}
),

estimates as (
    select * from {{ ref('int_cohort_estimates') }}
),

cohort_definitions as (
    select * from {{ ref('int_cohort_definitions') }}
),

periods as (
    select * from {{ ref('int_periods') }}
),

-- The window "to date" has no days: 0 stands for it in the join alone. A curve that
-- nobody is left to follow up to the window's end says nothing about it.
known as (
    select
        steps.*,
        counts.period_number,
        periods.period_grain,
        periods.period_on,
        counts.window_days,
        counts.is_known,
        counts.is_immature,
        counts.is_left_truncated,
        case when counts.is_known then counts.cycles_entered end as cycles_entered,
        case when counts.is_known then counts.cycles_mature end as cycles_mature,
        case when counts.is_known then counts.cycles_converted end as cycles_converted,
        case
            when
                counts.is_known
                and counts.window_days is not null
                and {{ is_estimated_segment('steps', 'periods') }}
                and (counts.is_followed or estimates.survival = 0)
                then coalesce(estimates.incidence, 0)
        end as estimated_rate,
        estimates.median_hours,
        estimates.p90_hours
    from counts
    inner join steps on steps.step_number = counts.step_number
    inner join periods on periods.period_number = counts.period_number
    left join estimates
        on estimates.step_number = counts.step_number
        and estimates.period_number = counts.period_number
        and coalesce(estimates.window_days, 0) = coalesce(counts.window_days, 0)
)

select
    known.definition_basis,
    known.period_grain,
    known.from_stage,
    known.to_stage,
    known.entry_policy,
    known.segment_dimension,
    known.segment_value,
    case when known.is_known then 'observed' else 'unknown' end as stage_knowledge,
    cohort_definitions.definition_ids,

    known.window_days,
    known.cycles_entered,
    known.cycles_mature,
    known.cycles_converted,
    round(cast(known.cycles_converted as double) / nullif(known.cycles_mature, 0), 9)
        as conversion_rate,
    {{ wilson_bound('known.cycles_converted', 'known.cycles_mature', '-') }}
        as rate_lower,
    {{ wilson_bound('known.cycles_converted', 'known.cycles_mature', '+') }}
        as rate_upper,
    known.estimated_rate,
    {{ days_of_hours('known.median_hours') }} as median_days,
    {{ days_of_hours('known.p90_hours') }} as p90_days,

    known.is_immature,
    known.is_left_truncated,

    known.period_on as cohort_on
from known
inner join cohort_definitions
    on cohort_definitions.definition_basis = known.definition_basis
    and cohort_definitions.period_number = known.period_number
    and cohort_definitions.stage = known.from_stage
    and cohort_definitions.entry_policy = known.entry_policy
    and cohort_definitions.segment_number = known.segment_number
