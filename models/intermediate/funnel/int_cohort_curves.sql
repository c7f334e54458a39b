-- One row per cohort and hour of age at which cycles converted or left late.
with step_ends as (
    select * from {{ ref('int_step_ends') }} where is_seen and is_converted
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

cohorts as (
    select * from {{ ref('int_cohorts') }}
),

late_curves as (
    select * from {{ ref('int_late_curves') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

-- While everybody is in sight each cycle is as much of the cohort as any other.
early as (
    select
        cohorts.step_number,
        cohorts.period_number,
        step_ends.end_hours as at_hours,
        count(*) / nullif(cast(cohorts.cycles as double), 0) as share_converted,
        count(*) filter (where step_ends.is_timed)
        / nullif(cast(cohorts.cycles as double), 0) as share_timed
    from step_ends
    inner join kind_segments on kind_segments.kind_key = step_ends.kind_key
    inner join day_periods on day_periods.day_on = step_ends.entered_on
    inner join cohorts
        on cohorts.step_number
        = {{ step_number('step_ends.pair_number', 'kind_segments.segment_number') }}
        and cohorts.period_number = day_periods.period_number
        and {{ hours_of_days('cohorts.youngest_days') }} >= step_ends.end_hours
    group by
        cohorts.step_number, cohorts.period_number, cohorts.cycles, step_ends.end_hours
),

-- The first late row sums up what came before it, whose hours stand above.
steps as (
    select
        step_number, period_number, at_hours, cast(null as double) as survival,
        share_converted, share_timed
    from early
    union all
    select
        step_number, period_number, at_hours, survival, share_converted, share_timed
    from late_curves
)

select
    step_number,
    period_number,
    at_hours,
    survival,
    round(
        sum(share_converted) over (
            partition by step_number, period_number
            order by at_hours asc nulls last
        ),
        9
    ) as incidence,
    round(
        sum(share_timed) over (
            partition by step_number, period_number
            order by at_hours asc nulls last
        ),
        9
    ) as timed_incidence
from steps
