-- One row per lead cycle that counts, with the segment of existing customers.
with cycles as (
    select * from {{ ref('int_cycles') }}
),

exclusions as (
    select * from {{ ref('int_cycle_exclusions') }}
),

segment_rules as (
    select * from {{ ref('int_exclusion_rules') }} where action = 'segment'
),

opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

opportunity_leads as (
    select * from {{ ref('int_opportunity_leads') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

account_wins as (
    select source || ':' || account_id as account_reference, min(won_at) as won_at
    from opportunities
    where won_at is not null and account_id is not null
    group by source, account_id
),

own_wins as (
    select lead_id, min(won_at) as won_at
    from opportunity_leads
    where won_at is not null
    group by lead_id
),

customers as (
    select
        leads.lead_id,
        {{ earliest(['account_wins.won_at', 'own_wins.won_at']) }} as customer_since_at
    from leads
    left join account_wins
        on account_wins.account_reference = leads.account_reference
    left join own_wins on own_wins.lead_id = leads.lead_id
),

-- Without a rule in force at the opening nobody told customers apart.
told_apart as (
    select
        cycles.lead_id,
        cycles.cycle_number,
        min(segment_rules.reason) as segment
    from cycles
    inner join segment_rules
        on segment_rules.valid_from_at <= cycles.opened_at
        and segment_rules.valid_to_at > cycles.opened_at
    group by cycles.lead_id, cycles.cycle_number
)

select
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
    cycles.closed_at
from cycles
left join exclusions
    on exclusions.lead_id = cycles.lead_id
    and exclusions.cycle_number = cycles.cycle_number
left join told_apart
    on told_apart.lead_id = cycles.lead_id
    and told_apart.cycle_number = cycles.cycle_number
left join customers on customers.lead_id = cycles.lead_id
where exclusions.lead_id is null
