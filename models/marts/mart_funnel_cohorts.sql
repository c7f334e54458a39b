-- One row per cohort period, stage pair, window, entry policy and segment.
with steps as (
    select * from {{ ref('int_cohort_steps') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    select * from {{ ref('int_lead_segments') }}
),

-- Only cycles of people whose sources can know the stage are in numbers of it.
counted as (
    select
        day_periods.period_grain,
        day_periods.period_on as cohort_on,
        steps.from_stage,
        steps.to_stage,
        steps.window_days,
        steps.entry_policy,
        segments.segment_dimension,
        segments.segment_value,
        bool_or(steps.is_known) as is_known,
        count(*) filter (where steps.is_known) as cycles_entered,
        count(*) filter (where steps.is_known and steps.is_mature) as cycles_mature,
        count(*) filter (where steps.is_known and steps.is_converted) as cycles_converted,
        percentile_cont(0.5) within group (order by steps.days_taken) as median_days,
        percentile_cont(0.9) within group (order by steps.days_taken) as p90_days,
        bool_or(not steps.is_old_enough) as is_immature,
        bool_or(steps.is_left_truncated) as is_left_truncated,
        {{ joined_values('steps.definition_id') }} as definition_ids
    from steps
    inner join day_periods on day_periods.day_on = steps.entered_on
    inner join segments on segments.lead_id = steps.lead_id
    group by
        day_periods.period_grain, day_periods.period_on, steps.from_stage, steps.to_stage,
        steps.window_days, steps.entry_policy, segments.segment_dimension,
        segments.segment_value
),

known as (
    select
        *,
        case when is_known then cycles_entered end as known_entered,
        case when is_known then cycles_mature end as known_mature,
        case when is_known then cycles_converted end as known_converted
    from counted
)

select
    'then' as definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    case when is_known then 'observed' else 'unknown' end as stage_knowledge,
    definition_ids,

    window_days,
    known_entered as cycles_entered,
    known_mature as cycles_mature,
    known_converted as cycles_converted,
    round(cast(known_converted as double) / nullif(known_mature, 0), 9) as conversion_rate,
    {{ wilson_bound('known_converted', 'known_mature', '-') }} as rate_lower,
    {{ wilson_bound('known_converted', 'known_mature', '+') }} as rate_upper,
    cast(null as double) as estimated_rate,
    round(median_days, 9) as median_days,
    round(p90_days, 9) as p90_days,

    is_immature,
    is_left_truncated,

    cohort_on
from known
