-- One row per content item, its newest visible version.
with landed as (
    {{ live_rows('cms', 'content') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by id
            order by
                coalesce(updated_at <= _as_of, true) desc nulls last,
                case when updated_at <= _as_of then updated_at end desc nulls last,
                case when updated_at > _as_of then updated_at end asc nulls last,
                _delivery_number desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from landed
)

select
    'cms' as source,
    id as content_id,
    title,
    content_type,
    topic,
    phase,
    persona,
    appeal,
    url,

    published_at as published_on,
    retired_at as retired_on,
    _landed_at as landed_at
from newest_first
where version_rank = 1
