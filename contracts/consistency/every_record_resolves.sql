-- id: every_record_resolves
-- table: intermediate.int_identities
-- kind: references
-- promise: Every record that a tool delivered is an alias of its lead, and that lead is
--   in dim_leads and has a first cycle, counted or excluded by a rule, so that nobody
--   drops out of the funnel.
with identities as (
    select * from {batch}
)

select
    identities.record_key,
    identities.lead_id
from identities
left join dimensions.dim_lead_aliases as aliases
    on aliases.member_key = identities.record_key
    and aliases.lead_id = identities.lead_id
left join dimensions.dim_leads as leads
    on leads.lead_id = identities.lead_id
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = identities.lead_id
    and cycles.cycle_number = 1
left join intermediate.int_cycle_exclusions as exclusions
    on exclusions.definition_basis = 'then'
    and exclusions.lead_id = identities.lead_id
    and exclusions.cycle_number = 1
where
    identities.is_delivered
    and (
        aliases.lead_id is null
        or leads.lead_id is null
        or (cycles.lead_id is null) = (exclusions.lead_id is null)
    )
