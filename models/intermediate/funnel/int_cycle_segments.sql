-- One row per basis, lead cycle and dimension that numbers are broken down by.
with cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

described as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        cycles.customer_status,
        leads.channel,
        leads.lead_source
    from cycles
    inner join leads on leads.lead_id = cycles.lead_id
)

select
    definition_basis, lead_id, cycle_number, 'all' as segment_dimension,
    'all' as segment_value
from described
union all
select definition_basis, lead_id, cycle_number, 'channel', channel
from described
union all
select definition_basis, lead_id, cycle_number, 'lead_source', lead_source
from described
union all
select definition_basis, lead_id, cycle_number, 'customer_status', customer_status
from described
