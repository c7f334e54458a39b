-- One row per target and day that it is set for: the day's part of the money.
with targets as (
    select * from {{ source('book', 'kpi_targets') }}
),

calendar as (
    select * from {{ ref('int_calendar') }}
),

calendar_hours as (
    select * from {{ ref('int_calendar_hours') }}
),

days as (
    select
        targets.target_id,
        targets.source_group,
        targets.owner_team,
        targets.target_amount,
        calendar_hours.hours,
        sum(calendar_hours.hours) over one_target as target_hours,
        count(*) over one_target as target_days,
        calendar.day_on,
        calendar.month_on,
        calendar.quarter_on,
        calendar.year_on
    from targets
    inner join calendar
        on targets.period_on = case
            when targets.period_grain = 'month' then calendar.month_on
            when targets.period_grain = 'quarter' then calendar.quarter_on
            else calendar.year_on
        end
    inner join calendar_hours on calendar_hours.day_on = calendar.day_on
    window one_target as (partition by targets.target_id)
)

-- Money comes in as people work; a period without any working hours has only days.
select
    target_id,
    source_group,
    coalesce(owner_team, 'all') as owner_team,

    case
        when target_hours > 0
            then cast(target_amount as double) * hours / nullif(target_hours, 0)
        else cast(target_amount as double) / nullif(target_days, 0)
    end as amount,

    day_on,
    month_on,
    quarter_on,
    year_on
from days
