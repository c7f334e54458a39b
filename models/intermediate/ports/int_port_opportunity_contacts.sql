-- One row per source and opportunity and contact.
{{ union_port('opportunity_contacts', [
    'source',
    'opportunity_id',
    'source_record_id',
    'role',
    'is_primary',
    'landed_at'
]) }}
