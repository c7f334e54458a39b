-- One row per period and window that everybody who entered in the period has had.
with day_periods as (
    select * from {{ ref('int_day_periods') }}
),

days as (
    select * from {{ ref('int_days') }}
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

run as (
    select * from {{ ref('int_run') }}
),

periods as (
    select
        day_periods.period_grain,
        day_periods.period_number,
        day_periods.period_on,
        max(days.ends_at) as ends_at
    from day_periods
    inner join days on days.day_on = day_periods.day_on
    group by
        day_periods.period_grain, day_periods.period_number, day_periods.period_on
)

select
    periods.period_grain,

    periods.period_number,
    windows.window_days,

    periods.period_on
from periods
cross join run
inner join windows
    on {{ add_days('periods.ends_at', 'windows.window_days') }} <= run.as_of
