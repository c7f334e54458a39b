-- One row per status a campaign member reached that the run may see.
with landed as (
    {{ live_rows('exports', 'campaign_members') }}
)

select
    'exports' as source,
    campaign_id,
    'ma_lead' as object,
    ma_lead_id as source_record_id,
    status,

    occurred_at,
    _landed_at as landed_at
from landed
where occurred_at <= _as_of
