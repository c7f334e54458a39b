-- One row per opportunity that a lead is known for.
with opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

record_keys as (
    select * from {{ ref('int_record_keys') }}
)

-- Its cycle is the one open when the deal was registered, else the nearest earlier one.
select
    opportunity_keys.record_key as opportunity_id,
    opportunities.lead_id,
    counted_cycles.cycle_number,
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
inner join counted_cycles
    on counted_cycles.lead_id = opportunities.lead_id
    and counted_cycles.takes_from_at <= coalesce(
        opportunities.created_at, opportunities.won_at, opportunities.lost_at,
        timestamp '0001-01-01 00:00:00'
    )
    and counted_cycles.takes_to_at > coalesce(
        opportunities.created_at, opportunities.won_at, opportunities.lost_at,
        timestamp '0001-01-01 00:00:00'
    )
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
