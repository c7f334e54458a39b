-- One row per source and content item, day and currency.
{{ union_port('content_costs', [
    'source',
    'content_id',
    'cost_on',
    'cost',
    'currency',
    'landed_at'
]) }}
