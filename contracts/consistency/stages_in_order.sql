-- id: stages_in_order
-- table: facts.fct_lead_cycles
-- kind: order
-- promise: The times of a cycle never decrease along the success path, and no stage
--   was reached before the cycle opened.
with cycles as (
    select * from {batch}
),

stage_times as (
    select
        lead_id,
        cycle_number,
        list_filter(
            [opened_at, mql_at, sal_at, sql_at, opportunity_at, won_at],
            lambda instant: instant is not null
        ) as instants,
        least(lost_at, recycled_at, disqualified_at) as first_exit_at,
        opened_at
    from cycles
)

select
    lead_id,
    cycle_number
from stage_times
where
    instants <> list_sort(instants)
    or first_exit_at < opened_at
