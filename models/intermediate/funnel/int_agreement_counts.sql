-- One row per basis, period, stage, pair of systems and verdict.
with verdicts as (
    select * from {{ ref('int_dated_verdicts') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
)

select
    verdicts.definition_basis,
    day_periods.period_grain,
    verdicts.stage,
    verdicts.system_pair,
    verdicts.verdict,

    count(*) as cycles,
    round(median(verdicts.delay_hours), 9) as median_delay_hours,
    round(percentile_cont(0.9) within group (order by verdicts.delay_hours asc), 9)
        as p90_delay_hours,

    day_periods.period_on
from verdicts
inner join day_periods on day_periods.day_on = verdicts.said_on
group by
    verdicts.definition_basis, day_periods.period_grain, day_periods.period_on,
    verdicts.stage, verdicts.system_pair, verdicts.verdict
