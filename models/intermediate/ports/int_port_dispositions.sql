-- One row per source and landed table and disposition of its live rows.
{{ union_port('dispositions', [
    'source',
    'table_name',
    'disposition',
    'reason_code',
    'row_count'
]) }}
