-- One row per day of the calendar, with its number and the working hours in it.
with calendar as (
    select * from {{ ref('int_calendar') }}
),

working_times as (
    select * from {{ ref('int_working_times') }}
),

worked as (
    select
        calendar.day_on,
        coalesce(
            sum(
                {{ elapsed_hours(
                    'working_times.opens_at', 'working_times.closes_at'
                ) }}
            ),
            0
        ) as hours
    from calendar
    left join working_times on working_times.day_on = calendar.day_on
    group by calendar.day_on
)

select
    round(hours, 9) as hours,
    row_number() over (order by day_on asc nulls last) - 1 as day_number,

    day_on
from worked
