-- One row per step of a segment, period and window in which some cycle ended.
with curves as (
    select * from {{ ref('int_cohort_curves') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

windowed as (
    select
        curves.*,
        windows.window_days
    from curves
    inner join windows on coalesce(curves.at_hours <= windows.window_hours, true)
),

reached as (
    select
        step_number,
        period_number,
        window_days,
        min(survival) as survival,
        max(incidence) as incidence,
        max(timed_incidence) as timed_incidence
    from windowed
    group by step_number, period_number, window_days
)

-- Of those who convert within the window, half have done so by the median. To date has
-- no days: 0 stands for it in the join alone.
select
    reached.step_number,
    reached.period_number,
    reached.window_days,
    reached.survival,
    reached.incidence,
    min(windowed.at_hours) filter (
        where
        reached.timed_incidence > 0
        and windowed.timed_incidence >= 0.5 * reached.timed_incidence - 1e-8
    ) as median_hours,
    min(windowed.at_hours) filter (
        where
        reached.timed_incidence > 0
        and windowed.timed_incidence >= 0.9 * reached.timed_incidence - 1e-8
    ) as p90_hours
from reached
inner join windowed
    on windowed.step_number = reached.step_number
    and windowed.period_number = reached.period_number
    and coalesce(windowed.window_days, 0) = coalesce(reached.window_days, 0)
group by
    reached.step_number, reached.period_number, reached.window_days, reached.survival,
    reached.incidence, reached.timed_incidence
