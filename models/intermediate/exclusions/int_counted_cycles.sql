-- One row per basis and lead cycle that counts, with the segment of customers.
with cycles as (
    select * from {{ ref('int_cycles') }}
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }}
),

segment_rules as (
    select * from {{ ref('int_exclusion_rules') }} where action = 'segment'
),

customers as (
    select * from {{ ref('int_customers') }}
),

-- Without a rule in force at the opening nobody told customers apart.
told_apart as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        min(segment_rules.reason) as segment
    from cycles
    inner join segment_rules
        on segment_rules.valid_from_at <= cycles.opened_at
        and segment_rules.valid_to_at > cycles.opened_at
    group by cycles.definition_basis, cycles.lead_id, cycles.cycle_number
)

select
    cycles.definition_basis,
    cycles.lead_id,
    cycles.entry_type,
    cycles.opening_stage,
    cycles.definition_id,
    case
        when told_apart.segment is null then '(none)'
        when customers.customer_since_at < cycles.opened_at then told_apart.segment
        else 'not_a_customer'
    end as customer_status,

    cycles.gap_number,
    cycles.cycle_number,

    cycles.opened_at,
    cycles.closed_at,
    cycles.takes_from_at,
    cycles.takes_to_at
from cycles
left join exclusions
    on exclusions.definition_basis = cycles.definition_basis
    and exclusions.lead_id = cycles.lead_id
    and exclusions.cycle_number = cycles.cycle_number
left join told_apart
    on told_apart.definition_basis = cycles.definition_basis
    and told_apart.lead_id = cycles.lead_id
    and told_apart.cycle_number = cycles.cycle_number
left join customers on customers.lead_id = cycles.lead_id
where exclusions.lead_id is null
