-- One row per day of the company and stretch of it up to the end of working hours.
with days as (
    select * from {{ ref('int_days') }}
),

opened as (
    select * from {{ ref('int_working_times') }}
),

-- Each stretch reaches back to the end of the one before; the day's last, or a day off,
-- up to midnight.
cut as (
    select
        days.day_on,
        days.starts_at,
        days.ends_at,
        opened.opens_at,
        opened.closes_at,
        lag(opened.closes_at) over one_day as closed_before_at,
        lead(opened.closes_at) over one_day as closes_next_at
    from days
    left join opened on opened.day_on = days.day_on
    window one_day as (
        partition by days.day_on order by opened.opens_at asc nulls last
    )
),

timed as (
    select
        day_on,
        opens_at,
        closes_at,
        coalesce(closed_before_at, starts_at) as from_at,
        case when closes_next_at is null then ends_at else closes_at end as to_at,
        coalesce({{ elapsed_hours('opens_at', 'closes_at') }}, 0) as worked_hours
    from cut
)

select
    worked_hours,
    coalesce(
        sum(worked_hours) over (
            order by from_at asc nulls last
            rows between unbounded preceding and 1 preceding
        ),
        0
    ) as worked_before_hours,

    day_on,
    from_at,
    to_at,
    opens_at,
    closes_at
from timed
