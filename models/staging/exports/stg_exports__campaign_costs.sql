-- One row per campaign, day and currency, as last delivered.
with landed as (
    {{ live_rows('exports', 'campaign_costs') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by campaign_id, cost_on, currency
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    campaign_id,
    currency,

    cost,

    cost_on,
    _landed_at as landed_at
from newest_first
where version_rank = 1
