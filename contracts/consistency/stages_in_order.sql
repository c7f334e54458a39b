-- id: stages_in_order
-- table: facts.fct_lead_cycles
-- kind: order
-- promise: The times of a cycle never decrease along the success path, none is before
--   its opening, and nothing is after its exit.
with cycles as (
    select * from {batch}
),

paths as (
    select
        *,
        -- Each looks back to the nearest stage that was reached.
        coalesce(mql_at, opened_at) as by_mql_at,
        coalesce(sal_at, mql_at, opened_at) as by_sal_at,
        coalesce(sql_at, sal_at, mql_at, opened_at) as by_sql_at,
        coalesce(opportunity_at, sql_at, sal_at, mql_at, opened_at)
            as by_opportunity_at
    from cycles
)

select
    lead_id,
    cycle_number
from paths
where
    mql_at < opened_at
    or sal_at < by_mql_at
    or sql_at < by_sal_at
    or opportunity_at < by_sql_at
    or won_at < by_opportunity_at
    or lost_at < by_opportunity_at
    or recycled_at < by_opportunity_at
    or disqualified_at < by_opportunity_at
