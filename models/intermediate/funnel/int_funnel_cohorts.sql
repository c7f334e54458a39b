-- One row per basis, cohort period, stage pair, window, entry policy and segment.
with steps as (
    select * from {{ ref('int_cohort_steps') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    select * from {{ ref('int_cycle_segments') }}
),

cohort_definitions as (
    select * from {{ ref('int_cohort_definitions') }}
),

-- Only cycles of people whose sources can know the stage are in numbers of it.
counted as (
    select
        steps.definition_basis,
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
        count(*) filter (where steps.is_known and steps.is_converted)
            as cycles_converted,
        bool_or(not steps.is_old_enough) as is_immature,
        bool_or(steps.is_left_truncated) as is_left_truncated
    from steps
    inner join day_periods on day_periods.day_on = steps.entered_on
    inner join segments
        on segments.definition_basis = steps.definition_basis
        and segments.lead_id = steps.lead_id
        and segments.cycle_number = steps.cycle_number
    group by
        steps.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        steps.from_stage,
        steps.to_stage,
        steps.window_days, steps.entry_policy, segments.segment_dimension,
        segments.segment_value
),

durations as (
    select
        steps.definition_basis,
        day_periods.period_grain,
        day_periods.period_on as cohort_on,
        steps.from_stage,
        steps.to_stage,
        steps.window_days,
        steps.entry_policy,
        segments.segment_dimension,
        segments.segment_value,
        percentile_cont(0.5) within group (order by steps.days_taken) as median_days,
        percentile_cont(0.9) within group (order by steps.days_taken) as p90_days
    from steps
    inner join day_periods on day_periods.day_on = steps.entered_on
    inner join segments
        on segments.definition_basis = steps.definition_basis
        and segments.lead_id = steps.lead_id
        and segments.cycle_number = steps.cycle_number
    where steps.days_taken is not null
    group by
        steps.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        steps.from_stage,
        steps.to_stage,
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

-- The window "to date" has no days: 0 stands for it in the join alone.
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
    known.known_entered as cycles_entered,
    known.known_mature as cycles_mature,
    known.known_converted as cycles_converted,
    round(cast(known.known_converted as double) / nullif(known.known_mature, 0), 9)
        as conversion_rate,
    {{ wilson_bound('known.known_converted', 'known.known_mature', '-') }}
        as rate_lower,
    {{ wilson_bound('known.known_converted', 'known.known_mature', '+') }}
        as rate_upper,
    cast(null as double) as estimated_rate,
    round(durations.median_days, 9) as median_days,
    round(durations.p90_days, 9) as p90_days,

    known.is_immature,
    known.is_left_truncated,

    known.cohort_on
from known
inner join cohort_definitions
    on cohort_definitions.definition_basis = known.definition_basis
    and cohort_definitions.period_grain = known.period_grain
    and cohort_definitions.period_on = known.cohort_on
    and cohort_definitions.stage = known.from_stage
    and cohort_definitions.entry_policy = known.entry_policy
    and cohort_definitions.segment_dimension = known.segment_dimension
    and cohort_definitions.segment_value = known.segment_value
left join durations
    on durations.definition_basis = known.definition_basis
    and durations.period_grain = known.period_grain
    and durations.cohort_on = known.cohort_on
    and durations.from_stage = known.from_stage
    and durations.to_stage = known.to_stage
    and coalesce(durations.window_days, 0) = coalesce(known.window_days, 0)
    and durations.entry_policy = known.entry_policy
    and durations.segment_dimension = known.segment_dimension
    and durations.segment_value = known.segment_value
