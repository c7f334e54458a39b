-- One row per basis, period, stage and kind of hours: how long a stage lasts.
with curves as (
    select * from {{ ref('int_stay_curves') }}
),

periods as (
    select * from {{ ref('int_periods') }}
)

-- Where more than that share still stays, its time is not known yet.
select
    curves.definition_basis,
    periods.period_grain,
    curves.stage,
    curves.hours_kind,

    cast(sum(curves.stays) as bigint) as stays,
    cast(sum(curves.stays) - sum(curves.stays_ended) as bigint) as stays_open,
    min(case when curves.survival <= 0.5 then curves.at_hours end) as median_hours,
    min(case when curves.survival <= 0.25 then curves.at_hours end) as p75_hours,
    min(case when curves.survival <= 0.1 then curves.at_hours end) as p90_hours,

    periods.period_on
from curves
inner join periods on periods.period_number = curves.period_number
group by
    curves.definition_basis, periods.period_grain, periods.period_on, curves.stage,
    curves.hours_kind
