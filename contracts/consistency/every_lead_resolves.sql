-- id: every_lead_resolves
-- table: facts.fct_lead_cycles
-- kind: references
-- promise: Every lead of the cycles is one row of dim_leads, and each of its cycles has
--   the channel and the source of that row.
with cycles as (
    select * from {batch}
)

select
    cycles.lead_id,
    cycles.cycle_number
from cycles
left join dimensions.dim_leads as leads
    on leads.lead_id = cycles.lead_id
where
    leads.lead_id is null
    or cycles.channel is distinct from leads.channel
    or cycles.lead_source is distinct from leads.lead_source
