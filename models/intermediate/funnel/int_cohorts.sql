-- One row per step of a segment and period with cycles that can be followed.
with ages as (
    select * from {{ ref('int_cohort_ages') }} where cycles > 0
)

select
    step_number,
    period_number,
    cast(sum(cycles) as bigint) as cycles,
    min(follow_days) as youngest_days
from ages
group by step_number, period_number
