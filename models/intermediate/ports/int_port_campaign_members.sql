-- One row per source and status a campaign member reached.
{{ union_port('campaign_members', [
    'source',
    'campaign_id',
    'object',
    'source_record_id',
    'status',
    'occurred_at',
    'landed_at'
]) }}
