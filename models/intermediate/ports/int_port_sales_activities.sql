-- One row per source and sales activity.
{{ union_port('sales_activities', [
    'source',
    'activity_id',
    'source_record_id',
    'opportunity_id',
    'owner_id',
    'activity_type',
    'outcome',
    'is_automated',
    'occurred_at',
    'recorded_at',
    'comment',
    'landed_at'
]) }}
