-- One row per campaign, day and currency, over all platforms, as last delivered.
with landed as (
    {{ live_rows('ads', 'campaign_report') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by platform, campaign_id, date_day, currency
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'ads' as source,
    campaign_id,
    currency,

    cast(sum(spend) as decimal(18, 4)) as cost,

    date_day as cost_on,
    max(_landed_at) as landed_at
from newest_first
where version_rank = 1
group by campaign_id, currency, date_day
