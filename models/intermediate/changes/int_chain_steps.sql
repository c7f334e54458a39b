-- One row per cohort period, stage, window and later stage: how many got to it in time.
with chain_times as (
    select * from {{ ref('int_chain_times') }}
),

whole_cohorts as (
    select * from {{ ref('int_whole_cohorts') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
)

select
    day_periods.period_grain,
    chain_times.from_stage,
    chain_times.to_stage,

    whole_cohorts.window_days,
    count(*) as cycles,

    day_periods.period_on
from chain_times
inner join day_periods on day_periods.day_on = chain_times.entered_on
inner join whole_cohorts
    on whole_cohorts.period_number = day_periods.period_number
    and {{ add_days('chain_times.from_at', 'whole_cohorts.window_days') }}
    >= chain_times.reached_at
group by
    day_periods.period_grain, day_periods.period_on, chain_times.from_stage,
    whole_cohorts.window_days, chain_times.to_stage
