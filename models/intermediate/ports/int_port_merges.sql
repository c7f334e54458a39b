-- One row per source and merge of two records of a tool.
{{ union_port('merges', [
    'source',
    'object',
    'loser_id',
    'winner_id',
    'merged_at',
    'landed_at'
]) }}
