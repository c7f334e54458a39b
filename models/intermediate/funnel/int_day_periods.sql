-- One row per day and period (week, month, fiscal quarter) that holds it.
with days as (
    select * from {{ ref('int_days') }}
)

select 'week' as period_grain, day_on, week_on as period_on from days
union all
select 'month' as period_grain, day_on, month_on as period_on from days
union all
select 'quarter' as period_grain, day_on, quarter_on as period_on from days
