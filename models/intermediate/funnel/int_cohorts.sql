-- One row per step of a segment and period whose cycles are followed for an estimate.
with ages as (
    select * from {{ ref('int_cohort_ages') }} where cycles > 0
),

steps as (
    select * from {{ ref('int_funnel_steps') }}
),

periods as (
    select * from {{ ref('int_periods') }}
)

select
    ages.step_number,
    ages.period_number,
    cast(sum(ages.cycles) as bigint) as cycles,
    min(ages.follow_days) as youngest_days
from ages
inner join steps on steps.step_number = ages.step_number
inner join periods on periods.period_number = ages.period_number
where {{ is_estimated_segment('steps', 'periods') }}
group by ages.step_number, ages.period_number
