-- One row per cohort and hour from which on not every cycle was in sight any more.
with late_ends as (
    select * from {{ ref('int_late_ends') }}
),

cohorts as (
    select * from {{ ref('int_cohorts') }}
),

ages as (
    select * from {{ ref('int_cohort_ages') }} where cycles > 0
),

step_ends as (
    select * from {{ ref('int_step_ends') }} where is_seen
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

late_cohorts as (
    select
        cohorts.step_number,
        cohorts.period_number,
        {{ hours_of_days('cohorts.youngest_days') }} as youngest_hours,
        sum(late_ends.cycles) as cycles_late
    from cohorts
    inner join late_ends
        on late_ends.step_number = cohorts.step_number
        and late_ends.period_number = cohorts.period_number
    group by cohorts.step_number, cohorts.period_number, cohorts.youngest_days
),

ended as (
    select
        late_cohorts.step_number,
        late_cohorts.period_number,
        late_cohorts.youngest_hours,
        late_cohorts.cycles_late,
        step_ends.follow_days,
        count(*) as cycles
    from step_ends
    inner join kind_segments on kind_segments.kind_key = step_ends.kind_key
    inner join day_periods on day_periods.day_on = step_ends.entered_on
    inner join late_cohorts
        on late_cohorts.step_number
        = {{ step_number('step_ends.pair_number', 'kind_segments.segment_number') }}
        and late_cohorts.period_number = day_periods.period_number
    group by
        late_cohorts.step_number, late_cohorts.period_number,
        late_cohorts.youngest_hours, late_cohorts.cycles_late, step_ends.follow_days
),

-- Without an end a cycle is in sight for as long as it was followed. What ended while
-- everybody was counts together, as the last of them ended.
moves as (
    select
        ages.step_number,
        ages.period_number,
        {{ hours_of_days('ages.follow_days') }} as at_hours,
        ages.cycles,
        0 as cycles_ended,
        0 as cycles_converted,
        0 as cycles_timed
    from ages
    inner join late_cohorts
        on late_cohorts.step_number = ages.step_number
        and late_cohorts.period_number = ages.period_number
    union all
    select
        step_number, period_number, {{ hours_of_days('follow_days') }}, -cycles, 0, 0, 0
    from ended
    union all
    select
        step_number, period_number, youngest_hours,
        sum(cycles) - cycles_late, sum(cycles) - cycles_late, 0, 0
    from ended
    group by step_number, period_number, youngest_hours, cycles_late
    union all
    select
        step_number, period_number, end_hours, cycles, cycles, cycles_converted,
        cycles_timed
    from late_ends
),

hours as (
    select
        step_number,
        period_number,
        at_hours,
        sum(cycles) as cycles,
        sum(cycles_ended) as cycles_ended,
        sum(cycles_converted) as cycles_converted,
        sum(cycles_timed) as cycles_timed
    from moves
    group by step_number, period_number, at_hours
),

-- At risk at an hour are those of that age or older.
at_risk as (
    select
        *,
        sum(cycles) over (
            partition by step_number, period_number
            order by at_hours desc nulls last
        ) as cycles_at_risk
    from hours
),

survived as (
    select
        *,
        {{ product_of('1 - cast(cycles_ended as double) / nullif(cycles_at_risk, 0)') }}
            over (
                partition by step_number, period_number
                order by at_hours asc nulls last
            ) as survival
    from at_risk
),

weighted as (
    select
        *,
        lag(survival) over (
            partition by step_number, period_number order by at_hours asc nulls last
        ) / nullif(cycles_at_risk, 0) as weight
    from survived
)

-- Aalen and Johansen: who was in the running until then, times the share that converts.
select
    step_number,
    period_number,
    at_hours,
    round(survival, 9) as survival,
    coalesce(weight * cast(cycles_converted as double), 0) as share_converted,
    coalesce(weight * cast(cycles_timed as double), 0) as share_timed
from weighted
where cycles_ended > 0
