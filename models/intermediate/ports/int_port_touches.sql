-- One row per source and touch.
{{ union_port('touches', [
    'source',
    'touch_id',
    'source_record_id',
    'visitor_id',
    'touch_type',
    'content_id',
    'url',
    'campaign_id',
    'occurred_at',
    'recorded_at',
    'landed_at'
]) }}
