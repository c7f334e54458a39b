-- One row per content item, day and currency, as last delivered.
with landed as (
    {{ live_rows('cms', 'content_cost') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by content_id, cost_date, currency
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'cms' as source,
    content_id,
    currency,

    cost,

    cost_date as cost_on,
    _landed_at as landed_at
from newest_first
where version_rank = 1
