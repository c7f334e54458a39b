-- One row per step of a segment, period and window in which some cycle ended.
with curves as (
    select * from {{ ref('int_cohort_curves') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

-- Each hour of a curve lies between the end of one window and of the next.
spans as (
    select
        window_hours,
        lag(window_hours) over (order by window_hours asc nulls last) as after_hours
    from windows
),

summed as (
    select
        curves.step_number,
        curves.period_number,
        spans.window_hours,
        min(curves.survival) as survival,
        max(curves.incidence) as incidence,
        max(curves.timed_incidence) as timed_incidence
    from curves
    inner join spans
        on coalesce(curves.at_hours > spans.after_hours, true)
        and coalesce(curves.at_hours <= spans.window_hours, true)
    group by curves.step_number, curves.period_number, spans.window_hours
),

reached as (
    select
        summed.step_number,
        summed.period_number,
        windows.window_days,
        min(summed.survival) as survival,
        max(summed.incidence) as incidence,
        max(summed.timed_incidence) as timed_incidence
    from summed
    inner join windows
        on windows.window_hours is null or summed.window_hours <= windows.window_hours
    group by summed.step_number, summed.period_number, windows.window_days
)

-- Of those who convert within the window, half have done so by the median: curves only
-- rise, so that the first hour as high lies within it.
select
    reached.step_number,
    reached.period_number,
    reached.window_days,
    reached.survival,
    reached.incidence,
    min(curves.at_hours) filter (
        where
        reached.timed_incidence > 0
        and curves.timed_incidence >= 0.5 * reached.timed_incidence - 1e-8
    ) as median_hours,
    min(curves.at_hours) filter (
        where
        reached.timed_incidence > 0
        and curves.timed_incidence >= 0.9 * reached.timed_incidence - 1e-8
    ) as p90_hours
from reached
inner join curves
    on curves.step_number = reached.step_number
    and curves.period_number = reached.period_number
group by
    reached.step_number, reached.period_number, reached.window_days, reached.survival,
    reached.incidence, reached.timed_incidence
