-- One row per source and observation of a lead attribute.
{{ union_port('lead_attributes', [
    'source',
    'source_record_id',
    'attribute',
    'value',
    'observed_at',
    'landed_at'
]) }}
