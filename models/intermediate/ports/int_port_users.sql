-- One row per source and user of the SFA.
{{ union_port('users', [
    'source',
    'user_id',
    'name',
    'team',
    'is_active',
    'landed_at'
]) }}
