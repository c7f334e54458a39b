-- One row per content item, its newest visible version.
with versions as (
    {{ judged_versions('cms', 'content', ['id'], written_at='updated_at') }}
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
from versions
where disposition = 'accepted'
