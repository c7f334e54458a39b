-- One row per source and opportunity, its newest version.
{{ union_port('opportunities', [
    'source',
    'opportunity_id',
    'account_id',
    'owner_id',
    'source_record_id',
    'product',
    'deal_rank',
    'stage',
    'outcome',
    'lost_reason',
    'won_reason',
    'amount',
    'currency',
    'created_at',
    'won_at',
    'lost_at',
    'close_on',
    'updated_at',
    'landed_at'
]) }}
