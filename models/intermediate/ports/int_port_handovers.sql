-- One row per source and hand-over.
{{ union_port('handovers', [
    'source',
    'handover_id',
    'source_record_id',
    'from_team',
    'from_user_id',
    'to_user_id',
    'comment',
    'handed_over_at',
    'landed_at'
]) }}
