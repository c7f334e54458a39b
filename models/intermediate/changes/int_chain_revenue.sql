-- One row per cohort period, stage and window: what its wins in time were worth.
with chain_times as (
    select * from {{ ref('int_chain_times') }} where to_stage = 'won'
),

deals as (
    select * from {{ ref('int_deal_kinds') }}
    where outcome = 'won' and cycle_number is not null and not is_expansion
),

whole_cohorts as (
    select * from {{ ref('int_whole_cohorts') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
)

-- Of the cycle's deals those that were won in the window, too, in the company's money.
select
    day_periods.period_grain,
    chain_times.from_stage,

    whole_cohorts.window_days,
    sum(deals.amount) as revenue,

    day_periods.period_on
from chain_times
cross join run
inner join day_periods on day_periods.day_on = chain_times.entered_on
inner join whole_cohorts
    on whole_cohorts.period_number = day_periods.period_number
    and {{ add_days('chain_times.from_at', 'whole_cohorts.window_days') }}
    >= chain_times.reached_at
inner join deals
    on deals.lead_id = chain_times.lead_id
    and deals.cycle_number = chain_times.cycle_number
    and deals.currency = run.currency
    and date_trunc('second', deals.won_at)
    <= {{ add_days('chain_times.from_at', 'whole_cohorts.window_days') }}
group by
    day_periods.period_grain, day_periods.period_on, chain_times.from_stage,
    whole_cohorts.window_days
