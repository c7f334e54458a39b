-- One row per step of a segment, period, windows over and window of an end: cycles.
with step_ends as (
    select * from {{ ref('int_step_ends') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
)

select
    {{ step_number('step_ends.pair_number', 'kind_segments.segment_number') }}
        as step_number,
    day_periods.period_number,
    step_ends.mature_days,
    step_ends.within_days,
    count(*) as cycles,
    count(*) filter (where step_ends.is_converted) as cycles_converted,
    count(*) filter (where step_ends.is_seen) as cycles_seen,

    step_ends.is_at_the_end
from step_ends
inner join kind_segments on kind_segments.kind_key = step_ends.kind_key
inner join day_periods on day_periods.day_on = step_ends.entered_on
group by
    step_ends.pair_number, kind_segments.segment_number, day_periods.period_number,
    step_ends.mature_days, step_ends.within_days, step_ends.is_at_the_end
