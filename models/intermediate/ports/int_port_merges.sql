-- One row per source and merge of two MA records.
{{ union_port('merges', [
    'source',
    'loser_id',
    'winner_id',
    'merged_at',
    'landed_at'
]) }}
