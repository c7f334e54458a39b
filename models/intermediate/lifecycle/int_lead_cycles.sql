-- One row per basis and lead cycle: a snapshot of the stages it reached in order.
with cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

entries as (
    select * from {{ ref('int_cycle_entries') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

reached as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        min(case when stage = 'lead' then definition_id end) as lead_definition_id,
        min(case when stage = 'mql' and not is_out_of_order then occurred_at end)
            as mql_at,
        min(case when stage = 'sal' and not is_out_of_order then occurred_at end)
            as sal_at,
        min(case when stage = 'sql' and not is_out_of_order then occurred_at end)
            as sql_at,
        min(
            case when stage = 'opportunity' and not is_out_of_order then occurred_at end
        ) as opportunity_at,
        min(case when stage = 'won' then occurred_at end) as won_at,
        min(case when stage = 'lost' then occurred_at end) as lost_at,
        min(case when stage = 'recycled' then occurred_at end) as recycled_at,
        min(case when stage = 'disqualified' then occurred_at end) as disqualified_at,
        min(case when stage_path = 'exit' or stage = 'won' then stage end) as exit_type,
        bool_or(is_out_of_order) as has_order_conflict
    from entries
    group by definition_basis, lead_id, cycle_number
)

select
    cycles.definition_basis,
    cycles.lead_id,
    cycles.cycle_number,
    cycles.entry_type,
    reached.exit_type,
    leads.channel,
    leads.lead_source,
    cycles.customer_status,
    coalesce(cycles.definition_id, reached.lead_definition_id) as definition_id,

    reached.exit_type is null as is_open,
    reached.has_order_conflict,

    cycles.opened_at,
    reached.mql_at,
    reached.sal_at,
    reached.sql_at,
    reached.opportunity_at,
    reached.won_at,
    reached.lost_at,
    reached.recycled_at,
    reached.disqualified_at
from cycles
inner join reached
    on reached.definition_basis = cycles.definition_basis
    and reached.lead_id = cycles.lead_id
    and reached.cycle_number = cycles.cycle_number
inner join leads on leads.lead_id = cycles.lead_id
