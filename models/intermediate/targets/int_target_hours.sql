-- One row per time that a target's stage takes: its working hours, gone and in all.
with windows as (
    select * from {{ ref('int_target_windows') }} where from_on is not null
),

target_periods as (
    select * from {{ ref('int_target_periods') }}
),

calendar_hours as (
    select * from {{ ref('int_calendar_hours') }}
),

run as (
    select * from {{ ref('int_run') }}
),

spans as (
    select from_on, to_on
    from windows
    group by from_on, to_on
    union all
    select target_periods.period_on, target_periods.period_end_on
    from target_periods
    left join windows
        on windows.from_on = target_periods.period_on
        and windows.to_on = target_periods.period_end_on
    where windows.from_on is null
    group by target_periods.period_on, target_periods.period_end_on
)

select
    round(sum(calendar_hours.hours), 9) as hours,
    round(
        sum(
            case
                when calendar_hours.day_on <= run.as_of_on then calendar_hours.hours
                else 0
            end
        ),
        9
    ) as hours_gone,

    spans.from_on,
    spans.to_on
from spans
cross join run
inner join calendar_hours
    on calendar_hours.day_on >= spans.from_on
    and calendar_hours.day_on < spans.to_on
group by spans.from_on, spans.to_on
