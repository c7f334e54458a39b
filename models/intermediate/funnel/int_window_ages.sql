-- One row per whole number of days that anything on record is old, with its windows.
with days as (
    select * from {{ ref('int_days') }}
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

run as (
    select * from {{ ref('int_run') }}
),

-- Every day begun counted in full, something may have taken a day more than its age.
ages as (
    select 0 as age_days
    union all
    select {{ days_between('days.day_on', 'run.as_of_on') }} + 1
    from days
    cross join run
)

select
    ages.age_days,
    coalesce(
        max(windows.window_days) filter (where windows.window_days <= ages.age_days), 0
    ) as mature_days,
    min(windows.window_days) filter (where windows.window_days >= ages.age_days)
        as within_days
from ages
cross join windows
group by ages.age_days
