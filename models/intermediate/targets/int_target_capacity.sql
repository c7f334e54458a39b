-- One row per target period and stage that a team calls: how many leads it can work.
with windows as (
    select * from {{ ref('int_target_windows') }}
    where source_group = 'all' and owner_team = 'all' and from_on is not null
),

capacity as (
    select * from {{ source('book', 'is_capacity') }}
),

business_hours as (
    select * from {{ source('book', 'business_hours') }}
),

calendar_hours as (
    select * from {{ ref('int_calendar_hours') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- The hours of a week without holidays, by which a week's calls are spread.
week_hours as (
    select
        sum(
            {{ elapsed_hours(
                instant_of('run.as_of_on', 'business_hours.opens_at', 'run.time_zone'),
                instant_of('run.as_of_on', 'business_hours.closes_at', 'run.time_zone')
            ) }}
        ) as hours
    from business_hours
    cross join run
    where
        coalesce(business_hours.valid_from <= run.as_of_on, true)
        and coalesce(business_hours.valid_to > run.as_of_on, true)
),

daily as (
    select
        windows.period_grain,
        windows.period_on,
        windows.stage,
        calendar_hours.hours / nullif(week_hours.hours, 0)
        * capacity.calls_per_week / nullif(capacity.calls_per_lead, 0) as leads
    from windows
    inner join capacity on capacity.stage = windows.stage
    inner join calendar_hours
        on calendar_hours.day_on >= windows.from_on
        and calendar_hours.day_on < windows.to_on
        and calendar_hours.day_on >= coalesce(capacity.valid_from, windows.from_on)
        and calendar_hours.day_on < coalesce(capacity.valid_to, windows.to_on)
    cross join week_hours
)

select
    period_grain,
    stage,

    sum(leads) as leads,

    period_on
from daily
group by period_grain, period_on, stage
