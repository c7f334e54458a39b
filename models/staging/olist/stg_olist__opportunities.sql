-- One row per closed deal.
with landed as (
    {{ live_rows('olist', 'closed_deals') }}
)

-- The file holds wins only: when a deal was registered, or which were lost, is unknown.
select
    'olist' as source,
    mql_id as opportunity_id,
    seller_id as account_id,
    sr_id as owner_id,
    mql_id as source_record_id,
    cast(null as varchar) as product,
    cast(null as varchar) as deal_rank,
    'won' as stage,
    'won' as outcome,
    cast(null as varchar) as lost_reason,
    cast(null as varchar) as won_reason,
    cast(null as varchar) as currency,

    cast(null as decimal(18, 4)) as amount,

    cast(null as timestamp) as created_at,
    won_date as won_at,
    cast(null as timestamp) as lost_at,
    cast(null as date) as close_on,
    cast(null as timestamp) as updated_at,
    _landed_at as landed_at
from landed
where won_date <= _as_of
