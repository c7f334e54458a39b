-- id: restated_leads_add_up
-- table: marts.mart_restated_leads
-- kind: adding up
-- promise: The leads of a restated number of the whole company are as many, for each
--   reason, as it gained and lost, and each of them moved it.
with restated_leads as (
    select * from {batch}
),

sides as (
    select
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, system_pair, verdict, category,
        cycles_gained, cycles_lost, 1 as side,
        (cycles_gained > 0) = (cycles_lost > 0) and lead_id is not null as is_unmoved
    from restated_leads
    union all
    select
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, system_pair, verdict, category,
        cycles_gained, cycles_lost, -1 as side, false as is_unmoved
    from marts.mart_restatements
    where coalesce(segment_dimension, 'all') = 'all'
)

select
    mart,
    measure,
    period_grain,
    period_on,
    from_stage,
    to_stage,
    window_days,
    entry_policy,
    system_pair,
    verdict,
    category
from sides
group by all
having
    sum(side * cycles_gained) <> 0
    or sum(side * cycles_lost) <> 0
    or bool_or(is_unmoved)
