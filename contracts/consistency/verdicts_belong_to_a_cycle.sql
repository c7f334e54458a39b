-- id: verdicts_belong_to_a_cycle
-- table: facts.fct_stage_agreement
-- kind: one story
-- promise: Every verdict belongs to a cycle, and what it takes the definitions to say of
--   a stage is the observed entry that the cycle has for it.
with agreement as (
    select * from {batch}
),

-- Being acquired is nobody's claim.
entries as (
    select * from facts.fct_stage_entries
    where
        not is_inferred
        and stage <> 'lead'
)

select
    coalesce(agreement.lead_id, entries.lead_id) as lead_id,
    coalesce(agreement.cycle_number, entries.cycle_number) as cycle_number,
    coalesce(agreement.stage, entries.stage) as stage
from agreement
full outer join entries
    on entries.lead_id = agreement.lead_id
    and entries.cycle_number = agreement.cycle_number
    and entries.stage = agreement.stage
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = agreement.lead_id
    and cycles.cycle_number = agreement.cycle_number
where
    cycles.lead_id is null
    or entries.entered_at is distinct from agreement.defined_at
