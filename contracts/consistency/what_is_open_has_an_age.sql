-- id: what_is_open_has_an_age
-- table: marts.mart_stage_ageing
-- kind: adding up
-- promise: Of every open stage the bands and teams add up to who is in it today, and no
--   band is older than its oldest cycle says.
with ageing as (
    select * from {batch}
),

counted as (
    select definition_basis, stage, sum(cycles) as cycles
    from ageing
    group by definition_basis, stage
),

days as (
    select max(day_on) as last_on from dimensions.dim_days
),

flow as (
    select flow.definition_basis, flow.stage, flow.cycles_closing as cycles
    from marts.mart_stage_flow as flow
    cross join days
    where
        flow.period_grain = 'day'
        and flow.period_on = days.last_on
        and flow.stage not in ('won', 'lost', 'disqualified')
),

wrong as (
    select
        coalesce(counted.definition_basis, flow.definition_basis) as definition_basis,
        coalesce(counted.stage, flow.stage) as stage
    from counted
    full outer join flow
        on flow.definition_basis = counted.definition_basis
        and flow.stage = counted.stage
    where coalesce(counted.cycles, 0) <> coalesce(flow.cycles, 0)
    union all
    select definition_basis, stage
    from ageing
    cross join intermediate.int_run as run
    where
        oldest_days < days_from
        or oldest_days <> floor(
            (epoch_us(run.as_of) - epoch_us(oldest_entered_at)) / 86400e6
        )
)

select distinct
    -- A stage may be wrong in several of its bands.
    definition_basis,
    stage
from wrong
