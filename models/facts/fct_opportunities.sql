-- One row per opportunity that a lead is known for.
with deals as (
    select * from {{ ref('int_deals') }} where is_counted
),

record_keys as (
    select * from {{ ref('int_record_keys') }}
)

-- Its cycle is the one open when the deal was registered, else the nearest earlier one.
select
    opportunity_keys.record_key as opportunity_id,
    deals.lead_id,
    deals.cycle_number,
    account_keys.record_key as account_id,
    owner_keys.record_key as owner_id,
    deals.product,
    deals.deal_rank,
    deals.outcome,
    deals.currency,

    deals.amount,

    true as is_sourcing,

    deals.created_at,
    deals.won_at,
    deals.lost_at,
    deals.close_on
from deals
inner join record_keys as opportunity_keys
    on opportunity_keys.source = deals.source
    and opportunity_keys.object = 'opportunity'
    and opportunity_keys.native_id = deals.opportunity_id
left join record_keys as account_keys
    on account_keys.source = deals.source
    and account_keys.object = 'account'
    and account_keys.native_id = deals.account_id
left join record_keys as owner_keys
    on owner_keys.source = deals.source
    and owner_keys.object = 'user'
    and owner_keys.native_id = deals.owner_id
