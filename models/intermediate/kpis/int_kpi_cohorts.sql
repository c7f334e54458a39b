-- One row per KPI of cycles, basis, cohort period and segment.
with kpis as (
    select * from {{ ref('int_kpis_in_force') }} where unit = 'cycle'
),

steps as (
    select * from {{ ref('int_funnel_steps') }}
),

counts as (
    select * from {{ ref('int_cohort_counts') }}
),

estimates as (
    select * from {{ ref('int_cohort_estimates') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

periods as (
    select period_number, period_grain, period_on
    from day_periods
    group by period_number, period_grain, period_on
)

-- The window "to date" has no days: 0 stands for it in the join alone.
select
    kpis.kpi_id,
    steps.definition_basis,
    periods.period_grain,
    steps.segment_dimension,
    steps.segment_value,

    counts.cycles_entered,
    counts.cycles_mature,
    counts.cycles_converted,
    case
        when
            counts.window_days is not null
            and {{ is_reported_segment('steps') }}
            and (counts.is_followed or estimates.survival = 0)
            then coalesce(estimates.incidence, 0)
    end as estimated_rate,

    counts.is_known,
    counts.is_immature,

    periods.period_on
from kpis
inner join steps
    on steps.from_stage = kpis.from_stage
    and steps.to_stage = kpis.to_stage
    and steps.entry_policy = kpis.entry_policy
inner join counts
    on counts.step_number = steps.step_number
    and coalesce(counts.window_days, 0) = coalesce(kpis.window_days, 0)
inner join periods on periods.period_number = counts.period_number
left join estimates
    on estimates.step_number = counts.step_number
    and estimates.period_number = counts.period_number
    and coalesce(estimates.window_days, 0) = coalesce(counts.window_days, 0)
