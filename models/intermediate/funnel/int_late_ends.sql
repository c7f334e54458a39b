-- One row per cohort and hour at which cycles ended that some no longer were in sight.
with step_ends as (
    select * from {{ ref('int_step_ends') }} where is_seen
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

cohorts as (
    select * from {{ ref('int_cohorts') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

period_lengths as (
    select period_number, count(*) as days
    from day_periods
    group by period_number
),

longest as (
    select max(days) as days from period_lengths
),

-- What ended longer ago than a period lasts, everybody of the cohort lived to see.
recent as (
    select step_ends.*
    from step_ends
    cross join longest
    where
        step_ends.follow_days - {{ days_begun('step_ends.end_hours') }} <= longest.days
)

select
    cohorts.step_number,
    cohorts.period_number,
    recent.end_hours,
    count(*) as cycles,
    count(*) filter (where recent.is_converted) as cycles_converted,
    count(*) filter (where recent.is_converted and recent.is_timed) as cycles_timed
from recent
inner join kind_segments on kind_segments.kind_key = recent.kind_key
inner join day_periods on day_periods.day_on = recent.entered_on
inner join cohorts
    on cohorts.step_number
    = {{ step_number('recent.pair_number', 'kind_segments.segment_number') }}
    and cohorts.period_number = day_periods.period_number
    and {{ hours_of_days('cohorts.youngest_days') }} < recent.end_hours
group by cohorts.step_number, cohorts.period_number, recent.end_hours
