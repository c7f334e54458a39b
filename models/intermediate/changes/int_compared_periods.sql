-- One row per period and earlier one that it is compared with.
with day_periods as (
    select * from {{ ref('int_day_periods') }}
),

periods as (
    select * from {{ ref('int_periods') }}
),

previous as (
    select
        period_grain,
        lag(period_on) over (
            partition by period_grain order by period_on asc nulls last
        ) as period_0,
        period_on as period_1,
        'previous' as comparison
    from periods
),

-- The week that holds the same day of the year before; months and quarters begin on it.
a_year_before as (
    select
        periods.period_grain,
        day_periods.period_on as period_0,
        periods.period_on as period_1,
        'year_before' as comparison
    from periods
    inner join day_periods
        on day_periods.period_grain = periods.period_grain
        and day_periods.day_on = {{ shift_months('periods.period_on', -12) }}
)

select period_grain, comparison, period_0, period_1
from previous
where period_0 is not null
union all
select period_grain, comparison, period_0, period_1
from a_year_before
