-- One row per basis, cohort period, stage, entry policy and segment: definitions.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    select * from {{ ref('int_cycle_segments') }}
),

cohort_definitions as (
    select
        stage_times.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        stage_times.stage,
        stage_times.entry_policy,
        segments.segment_dimension,
        segments.segment_value,
        stage_times.definition_id
    from stage_times
    inner join day_periods on day_periods.day_on = stage_times.entered_on
    inner join segments
        on segments.definition_basis = stage_times.definition_basis
        and segments.lead_id = stage_times.lead_id
        and segments.cycle_number = stage_times.cycle_number
    group by
        stage_times.definition_basis, day_periods.period_grain, day_periods.period_on,
        stage_times.stage, stage_times.entry_policy, segments.segment_dimension,
        segments.segment_value, stage_times.definition_id
)

select
    definition_basis,
    period_grain,
    stage,
    entry_policy,
    segment_dimension,
    segment_value,
    {{ joined_values('definition_id') }} as definition_ids,

    period_on
from cohort_definitions
group by
    definition_basis, period_grain, period_on, stage, entry_policy, segment_dimension,
    segment_value
