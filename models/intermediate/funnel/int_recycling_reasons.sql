-- One row per cohort period, stage, window and segment: why its cycles were recycled.
with steps as (
    select * from {{ ref('int_recycling_steps') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segments as (
    {{ segmented('steps', [
        'definition_basis', 'from_stage', 'entered_on', 'window_days', 'reason'
    ]) }}
),

counted as (
    select
        segments.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        segments.from_stage,
        segments.window_days,
        segments.segment_dimension,
        segments.segment_value,
        segments.reason,
        count(*) as cycles_recycled
    from segments
    inner join day_periods on day_periods.day_on = segments.entered_on
    group by
        segments.definition_basis, day_periods.period_grain, day_periods.period_on,
        segments.from_stage, segments.window_days, segments.segment_dimension,
        segments.segment_value, segments.reason
),

-- The most frequent first.
ranked as (
    select
        *,
        row_number() over (
            partition by
                definition_basis, period_grain, period_on, from_stage, window_days,
                segment_dimension, segment_value
            order by cycles_recycled desc nulls last, reason asc nulls last
        ) as reason_rank
    from counted
)

select
    definition_basis,
    period_grain,
    from_stage,
    segment_dimension,
    segment_value,
    {{ joined_texts("reason || ': ' || cycles_recycled", ', ', 'reason_rank') }}
        as recycling_reasons,

    window_days,

    period_on
from ranked
group by
    definition_basis, period_grain, period_on, from_stage, window_days,
    segment_dimension, segment_value
