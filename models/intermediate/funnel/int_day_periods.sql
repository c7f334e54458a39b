-- One row per day and period (week, month, fiscal quarter) that holds it.
with days as (
    select * from {{ ref('int_days') }}
),

periods as (
    select 'week' as period_grain, day_on, week_on as period_on from days
    union all
    select 'month', day_on, month_on from days
    union all
    select 'quarter', day_on, quarter_on from days
)

select
    period_grain,

    dense_rank() over (order by period_grain asc nulls last, period_on asc nulls last)
        as period_number,

    day_on,
    period_on
from periods
