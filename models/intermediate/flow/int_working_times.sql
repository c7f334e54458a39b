-- One row per day of the calendar and stretch of working hours in it.
with calendar as (
    select * from {{ ref('int_calendar') }}
),

run as (
    select * from {{ ref('int_run') }}
),

business_hours as (
    select * from {{ source('book', 'business_hours') }}
),

company_holidays as (
    select * from {{ source('book', 'company_holidays') }}
)

select
    calendar.day_on,
    {{ instant_of('calendar.day_on', 'business_hours.opens_at', 'run.time_zone') }}
        as opens_at,
    {{ instant_of('calendar.day_on', 'business_hours.closes_at', 'run.time_zone') }}
        as closes_at
from calendar
cross join run
inner join business_hours
    on business_hours.day_of_week = {{ day_of_week('calendar.day_on') }}
left join company_holidays on company_holidays.holiday_on = calendar.day_on
where
    company_holidays.holiday_on is null
    and coalesce(business_hours.valid_from <= calendar.day_on, true)
    and coalesce(business_hours.valid_to > calendar.day_on, true)
