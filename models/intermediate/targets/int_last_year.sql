-- One row per run: since when numbers of the last year, or two, count.
with days as (
    select * from {{ ref('int_days') }}
),

run as (
    select * from {{ ref('int_run') }}
)

-- Of a company younger than a year there is what there is.
select
    count(days.day_on) as days_on_record,

    {{ shift_months('run.as_of_on', -12) }} as after_on,
    {{ shift_months('run.as_of_on', -24) }} as two_years_after_on
from run
inner join days on days.day_on > {{ shift_months('run.as_of_on', -12) }}
group by run.as_of_on
