-- One row per day of the company, from the first thing on record to the as-of.
with calendar as (
    select * from {{ ref('int_calendar') }}
)

select
    day_on,

    fiscal_year,

    week_on,
    month_on,
    quarter_on,
    starts_at,
    ends_at
from calendar
where is_on_record
