-- One row per cohort period, stage, window and later stage: how many got to it in time.
with chain_times as (
    select * from {{ ref('int_chain_times') }}
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    day_periods.period_grain,
    chain_times.from_stage,
    chain_times.to_stage,

    windows.window_days,
    chain_times.stage_order,
    count(*) as cycles,

    day_periods.period_on
from chain_times
cross join run
inner join windows
    on {{ add_days('chain_times.from_at', 'windows.window_days') }} <= run.as_of
    and {{ add_days('chain_times.from_at', 'windows.window_days') }}
    >= chain_times.reached_at
inner join day_periods on day_periods.day_on = chain_times.entered_on
group by
    day_periods.period_grain, day_periods.period_on, chain_times.from_stage,
    windows.window_days, chain_times.to_stage, chain_times.stage_order
