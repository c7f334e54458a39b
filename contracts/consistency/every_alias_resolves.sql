-- id: every_alias_resolves
-- table: dimensions.dim_lead_aliases
-- kind: references
-- promise: Every alias leads to one row of dim_leads, and every lead is an alias of
--   itself, so that a kept lead_id resolves for ever.
with aliases as (
    select * from {batch}
)

select
    coalesce(aliases.lead_id, leads.lead_id) as lead_id
from aliases
full outer join dimensions.dim_leads as leads
    on leads.lead_id = aliases.lead_id
group by coalesce(aliases.lead_id, leads.lead_id)
having
    count(leads.lead_id) = 0
    or count(case when aliases.member_key = aliases.lead_id then 1 end) <> 1
