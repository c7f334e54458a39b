-- One row per source and piece of feedback on a lead.
{{ union_port('feedback', [
    'source',
    'feedback_id',
    'source_record_id',
    'rating',
    'reason',
    'given_by',
    'given_at',
    'landed_at'
]) }}
