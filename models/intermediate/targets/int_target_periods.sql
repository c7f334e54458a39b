-- One row per period, source group and team whose every day has a target.
with target_days as (
    select * from {{ ref('int_target_days') }}
),

calendar as (
    select * from {{ ref('int_calendar') }}
),

run as (
    select * from {{ ref('int_run') }}
),

calendar_periods as (
    select 'month' as period_grain, day_on, month_on as period_on from calendar
    union all
    select 'quarter', day_on, quarter_on from calendar
    union all
    select 'year', day_on, year_on from calendar
),

periods as (
    select
        period_grain,
        period_on,
        {{ shift_day('max(day_on)', 1) }} as period_end_on,
        count(*) as days
    from calendar_periods
    group by period_grain, period_on
),

scoped as (
    select
        calendar_periods.period_grain,
        calendar_periods.period_on,
        target_days.source_group,
        target_days.owner_team,
        count(*) as days,
        cast(sum(cast(target_days.amount as decimal(28, 6))) as double) as amount
    from target_days
    inner join calendar_periods on calendar_periods.day_on = target_days.day_on
    group by
        calendar_periods.period_grain, calendar_periods.period_on,
        target_days.source_group, target_days.owner_team
),

whole as (
    select
        scoped.*,
        periods.period_end_on
    from scoped
    inner join periods
        on periods.period_grain = scoped.period_grain
        and periods.period_on = scoped.period_on
        and periods.days = scoped.days
),

-- A team's target is part of its group's, a group's of the company's.
scopes as (
    {{ scoped('whole', ['period_grain', 'period_on', 'period_end_on', 'amount']) }}
)

select
    scopes.period_grain,
    scopes.source_group,
    scopes.owner_team,

    round(cast(sum(cast(scopes.amount as decimal(28, 6))) as double), 2)
        as target_amount,

    scopes.period_on <= run.as_of_on as is_begun,
    scopes.period_end_on <= run.as_of_on as is_closed,

    scopes.period_on,
    scopes.period_end_on
from scopes
cross join run
group by
    scopes.period_grain, scopes.source_group, scopes.owner_team, scopes.period_on,
    scopes.period_end_on, run.as_of_on
