-- One row per cohort period, stage, window and segment: why its cycles were recycled.
with steps as (
    select * from {{ ref('int_recycling_steps') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

counted as (
    select
        steps.definition_basis,
        day_periods.period_grain,
        day_periods.period_on,
        steps.from_stage,
        steps.window_days,
        kind_segments.segment_dimension,
        kind_segments.segment_value,
        steps.reason,
        count(*) as cycles_recycled
    from steps
    inner join kind_segments on kind_segments.kind_key = steps.kind_key
    inner join day_periods on day_periods.day_on = steps.entered_on
    group by
        steps.definition_basis, day_periods.period_grain, day_periods.period_on,
        steps.from_stage, steps.window_days, kind_segments.segment_dimension,
        kind_segments.segment_value, steps.reason
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
