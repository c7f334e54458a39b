-- id: restatements_add_up
-- table: marts.mart_restatements
-- kind: adding up
-- promise: The parts of a restated number add up to its difference, which is what it is
--   now less what was reported; what was gained less what was lost is the part, and something
--   was.
with restatements as (
    select * from {batch}
),

summed as (
    select
        *,
        sum(part) over (
            partition by
                mart, measure, period_grain, period_on, from_stage, to_stage,
                window_days, entry_policy, segment_dimension, segment_value,
                system_pair, verdict
        ) as parts
    from restatements
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
    segment_dimension,
    segment_value,
    system_pair,
    verdict
from summed
where
    parts <> difference
    or current_value - reported_value <> difference
    or cycles_gained - cycles_lost <> part
    or (cycles_gained = 0 and cycles_lost = 0)
group by all
