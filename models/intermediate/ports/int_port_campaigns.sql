-- One row per source and campaign.
{{ union_port('campaigns', [
    'source',
    'campaign_id',
    'name',
    'channel',
    'persona',
    'appeal',
    'started_on',
    'ended_on',
    'landed_at'
]) }}
