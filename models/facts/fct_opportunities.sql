-- One row per opportunity that a lead is known for.
with opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

cycles as (
    select * from {{ ref('int_cycles') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

record_keys as (
    select * from {{ source('keys', 'record_keys') }}
),

-- The cycle open when the deal was registered, else the nearest earlier one.
placed as (
    select
        opportunities.source,
        opportunities.opportunity_id,
        coalesce(max(cycles.cycle_number), 1) as cycle_number
    from opportunities
    left join cycles
        on cycles.lead_id = opportunities.lead_id
        and cycles.opened_at
        <= coalesce(
            opportunities.created_at, opportunities.won_at, opportunities.lost_at
        )
    group by opportunities.source, opportunities.opportunity_id
)

select
    opportunity_keys.record_key as opportunity_id,
    opportunities.lead_id,
    placed.cycle_number,
    account_keys.record_key as account_id,
    owner_keys.record_key as owner_id,
    opportunities.product,
    opportunities.deal_rank,
    opportunities.outcome,
    opportunities.currency,

    opportunities.amount,

    true as is_sourcing,

    opportunities.created_at,
    opportunities.won_at,
    opportunities.lost_at,
    opportunities.close_on
from opportunities
inner join placed
    on placed.source = opportunities.source
    and placed.opportunity_id = opportunities.opportunity_id
inner join counted_cycles
    on counted_cycles.lead_id = opportunities.lead_id
    and counted_cycles.cycle_number = placed.cycle_number
inner join record_keys as opportunity_keys
    on opportunity_keys.source = opportunities.source
    and opportunity_keys.object = 'opportunity'
    and opportunity_keys.native_id = opportunities.opportunity_id
left join record_keys as account_keys
    on account_keys.source = opportunities.source
    and account_keys.object = 'account'
    and account_keys.native_id = opportunities.account_id
left join record_keys as owner_keys
    on owner_keys.source = opportunities.source
    and owner_keys.object = 'user'
    and owner_keys.native_id = opportunities.owner_id
