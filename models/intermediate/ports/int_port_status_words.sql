-- One row per source and word for a lead's status that it wrote.
{{ union_port('status_words', [
    'source',
    'source_value',
    'row_count',
    'is_mapped',
    'first_seen_at',
    'last_seen_at'
]) }}
