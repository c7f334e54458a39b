-- id: every_disagreement_is_queued
-- table: marts.mart_agreement_queue
-- kind: references
-- promise: The queue holds exactly the cycles and stages whose verdict is not agree, with
--   that verdict, in ranks from 1 without a hole, most pipeline first.
with queue as (
    select * from {batch}
),

disagreements as (
    select lead_id, cycle_number, stage, verdict
    from facts.fct_stage_agreement
    where verdict <> 'agree'
),

ranked as (
    select
        *,
        row_number() over (order by queue_rank asc) as expected_rank,
        lag(pipeline_at_stake) over (order by queue_rank asc) as stake_before,
        queue_rank > 1 as has_one_before
    from queue
)

select
    coalesce(ranked.lead_id, disagreements.lead_id) as lead_id,
    coalesce(ranked.cycle_number, disagreements.cycle_number) as cycle_number,
    coalesce(ranked.stage, disagreements.stage) as stage
from ranked
full outer join disagreements
    on disagreements.lead_id = ranked.lead_id
    and disagreements.cycle_number = ranked.cycle_number
    and disagreements.stage = ranked.stage
where
    ranked.verdict is distinct from disagreements.verdict
    or ranked.queue_rank <> ranked.expected_rank
    or ranked.pipeline_at_stake > ranked.stake_before
    or (
        ranked.pipeline_at_stake is not null
        and ranked.stake_before is null
        and ranked.has_one_before
    )
