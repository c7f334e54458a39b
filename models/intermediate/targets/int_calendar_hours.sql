-- One row per day of the calendar, with the working hours in it and before it.
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
    round(
        coalesce(
            sum(hours) over (
                order by day_on asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ),
        9
    ) as hours_before,
    row_number() over (order by day_on asc nulls last) - 1 as day_number,

    day_on,
    {{ shift_day('day_on', 1) }} as next_day_on
from worked
