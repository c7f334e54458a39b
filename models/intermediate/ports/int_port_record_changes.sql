-- One row per source and change of an SFA record's field.
{{ union_port('record_changes', [
    'source',
    'change_id',
    'source_record_id',
    'field',
    'old_value',
    'new_value',
    'changed_at',
    'changed_by',
    'recorded_at',
    'landed_at'
]) }}
