-- One row per target period, group and team: money planned, booked and to be booked.
with target_periods as (
    select * from {{ ref('int_target_periods') }}
),

booked_money as (
    select * from {{ ref('int_booked_money') }}
),

forecasts as (
    select * from {{ ref('int_revenue_forecasts') }}
),

run as (
    select * from {{ ref('int_run') }}
),

day_money as (
    select
        booked_money.source_group,
        booked_money.owner_team,
        booked_money.booked_on,
        sum(booked_money.amount) as amount
    from booked_money
    cross join run
    where booked_money.currency = run.currency
    group by
        booked_money.source_group, booked_money.owner_team, booked_money.booked_on
),

scoped as (
    {{ scoped('day_money', ['booked_on', 'amount']) }}
),

booked as (
    select
        target_periods.period_grain,
        target_periods.period_on,
        target_periods.source_group,
        target_periods.owner_team,
        sum(scoped.amount) as amount
    from target_periods
    inner join scoped
        on scoped.source_group = target_periods.source_group
        and scoped.owner_team = target_periods.owner_team
        and scoped.booked_on >= target_periods.period_on
        and scoped.booked_on < target_periods.period_end_on
    group by
        target_periods.period_grain, target_periods.period_on,
        target_periods.source_group, target_periods.owner_team
)

-- A period over is what was booked; one not begun has nothing booked yet.
select
    target_periods.period_grain,
    target_periods.source_group,
    target_periods.owner_team,

    target_periods.target_amount,
    coalesce(cast(booked.amount as double), 0) as booked_amount,
    coalesce(forecasts.open_amount, 0) as open_amount,
    coalesce(forecasts.new_amount, 0) as new_amount,
    coalesce(forecasts.variance, 0) as variance,

    target_periods.period_on,
    target_periods.period_end_on
from target_periods
left join booked
    on booked.period_grain = target_periods.period_grain
    and booked.period_on = target_periods.period_on
    and booked.source_group = target_periods.source_group
    and booked.owner_team = target_periods.owner_team
left join forecasts
    on forecasts.period_grain = target_periods.period_grain
    and forecasts.period_on = target_periods.period_on
    and forecasts.source_group = target_periods.source_group
    and forecasts.owner_team = target_periods.owner_team
