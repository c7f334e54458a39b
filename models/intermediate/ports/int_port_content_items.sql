-- One row per source and content item.
{{ union_port('content_items', [
    'source',
    'content_id',
    'title',
    'content_type',
    'topic',
    'phase',
    'persona',
    'appeal',
    'url',
    'published_on',
    'retired_on',
    'landed_at'
]) }}
