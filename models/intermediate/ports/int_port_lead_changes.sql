-- One row per source and change of an MA record's field.
{{ union_port('lead_changes', [
    'source',
    'change_id',
    'source_record_id',
    'field',
    'old_value',
    'new_value',
    'changed_at',
    'recorded_at',
    'landed_at'
]) }}
