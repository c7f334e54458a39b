-- One row per source and campaign, day and currency.
{{ union_port('campaign_costs', [
    'source',
    'campaign_id',
    'cost_on',
    'cost',
    'currency',
    'landed_at'
]) }}
