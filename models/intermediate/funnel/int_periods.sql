-- One row per period (week, month, fiscal quarter) that holds a day on record.
with day_periods as (
    select * from {{ ref('int_day_periods') }}
)

select
    period_grain,

    period_number,

    period_on
from day_periods
group by period_grain, period_number, period_on
