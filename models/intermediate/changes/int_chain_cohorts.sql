-- One row per cohort period, stage and window: the mature cycles of the cohort.
with passages as (
    select * from {{ ref('int_cycle_stage_times') }}
    where definition_basis = 'then' and entry_policy = 'filled'
),

stages as (
    select * from {{ ref('int_stages') }}
    where stage_path = 'success' and stage != 'won'
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

ages as (
    select
        passages.stage,
        passages.entered_on,
        {{ whole_days('passages.occurred_at', 'run.as_of') }} as follow_days,
        count(*) as cycles
    from passages
    cross join run
    inner join stages on stages.stage = passages.stage
    group by
        passages.stage, passages.entered_on,
        {{ whole_days('passages.occurred_at', 'run.as_of') }}
)

select
    day_periods.period_grain,
    ages.stage as from_stage,

    windows.window_days,
    cast(sum(ages.cycles) as bigint) as cycles,

    day_periods.period_on
from ages
inner join windows on windows.window_days <= ages.follow_days
inner join day_periods on day_periods.day_on = ages.entered_on
group by
    day_periods.period_grain, day_periods.period_on, ages.stage, windows.window_days
