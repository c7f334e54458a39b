-- id: stage_flow_balances
-- table: marts.mart_stage_flow
-- kind: adding up
-- promise: Of every period and stage, who was in it as it began, and who came, less who
--   left, are in it as it ends; the ways out add up to who left, nobody is negative, and
--   a period begins with those with whom the one before ended.
with flow as (
    select * from {batch}
),

followed as (
    select
        *,
        lag(cycles_closing) over (
            partition by definition_basis, period_grain, stage
            order by period_on
        ) as closed_before
    from flow
)

select
    definition_basis,
    period_grain,
    period_on,
    stage
from followed
where
    (
        stage_knowledge = 'observed'
        and (
            cycles_opening + cycles_in - cycles_out is distinct from cycles_closing
            or cycles_advanced + cycles_recycled + cycles_disqualified + cycles_lost
            + cycles_reopened + cycles_deleted is distinct from cycles_out
            or cycles_opening is distinct from coalesce(closed_before, 0)
            or least(cycles_opening, cycles_in, cycles_out, cycles_closing) < 0
        )
    )
    or (
        stage_knowledge = 'unknown'
        and coalesce(cycles_opening, cycles_in, cycles_out, cycles_closing) is not null
    )
