-- One row per source, mapping and word for a status or deal stage that it wrote.
{{ union_port('status_words', [
    'source',
    'mapping',
    'source_value',
    'row_count',
    'is_mapped',
    'first_seen_at',
    'last_seen_at'
]) }}
