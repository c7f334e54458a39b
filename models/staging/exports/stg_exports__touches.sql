-- One row per touch that the run may see.
with landed as (
    {{ live_rows('exports', 'ma_touches') }}
)

select
    'exports' as source,
    touch_id,
    ma_lead_id as source_record_id,
    visitor_id,
    touch_type,
    content_id,
    url,
    campaign_id,

    occurred_at,
    recorded_at,
    _landed_at as landed_at
from landed
where occurred_at <= _as_of and coalesce(recorded_at, occurred_at) <= _as_of
