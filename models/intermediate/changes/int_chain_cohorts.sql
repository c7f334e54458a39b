-- One row per cohort period, stage and window that all its cycles have had.
with passages as (
    select * from {{ ref('int_cycle_stage_times') }}
    where definition_basis = 'then' and entry_policy = 'filled'
),

stages as (
    select * from {{ ref('int_stages') }}
    where stage_path = 'success' and stage != 'won'
),

whole_cohorts as (
    select * from {{ ref('int_whole_cohorts') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

entered as (
    select
        day_periods.period_grain,
        day_periods.period_on,
        passages.stage,
        count(*) as cycles
    from passages
    inner join stages on stages.stage = passages.stage
    inner join day_periods on day_periods.day_on = passages.entered_on
    group by day_periods.period_grain, day_periods.period_on, passages.stage
)

-- A cohort of which only some are old enough would look like fewer.
select
    entered.period_grain,
    entered.stage as from_stage,

    whole_cohorts.window_days,
    entered.cycles,

    entered.period_on
from entered
inner join whole_cohorts
    on whole_cohorts.period_grain = entered.period_grain
    and whole_cohorts.period_on = entered.period_on
