-- One row per source and change of an opportunity field.
{{ union_port('opportunity_changes', [
    'source',
    'change_id',
    'opportunity_id',
    'field',
    'old_value',
    'new_value',
    'changed_at',
    'recorded_at',
    'landed_at'
]) }}
