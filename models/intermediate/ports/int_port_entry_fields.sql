-- One row per source, object, record type and field of it that was ever delivered.
{{ union_port('entry_fields', [
    'source',
    'object',
    'record_type',
    'field'
]) }}
