-- One row per content item, as last delivered.
with landed as (
    {{ live_rows('exports', 'content_items') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by content_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    content_id,
    title,
    content_type,
    topic,
    phase,
    persona,
    appeal,
    url,

    published_on,
    retired_on,
    _landed_at as landed_at
from newest_first
where version_rank = 1
