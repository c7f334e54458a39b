-- id: verdicts_belong_to_a_cycle
-- table: facts.fct_stage_agreement
-- kind: references
-- promise: Every verdict belongs to a cycle, and what the definitions say of a stage is
--   the time that the cycle has for it.
with agreement as (
    select * from {batch}
)

select
    agreement.lead_id,
    agreement.cycle_number,
    agreement.stage
from agreement
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = agreement.lead_id
    and cycles.cycle_number = agreement.cycle_number
where cycles.lead_id is null
