-- One row per day of the company's calendar.
with days as (
    select * from {{ ref('int_days') }}
)

select
    day_on,

    fiscal_year,

    week_on,
    month_on,
    quarter_on,
    starts_at,
    ends_at
from days
