-- One row per basis and lead cycle, with what numbers are broken down by.
with cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
)

select
    cycles.definition_basis,
    cycles.lead_id,
    leads.channel,
    leads.lead_source,
    cycles.customer_status,
    source_sets.source_set,

    cycles.cycle_number
from cycles
inner join leads on leads.lead_id = cycles.lead_id
inner join source_sets on source_sets.lead_id = cycles.lead_id
