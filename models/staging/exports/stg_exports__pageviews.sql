-- One row per page view that the run may see.
with landed as (
    {{ live_rows('exports', 'pageviews') }}
)

select
    'exports' as source,
    pageview_id,
    visitor_id,
    ma_lead_id as source_record_id,
    url,
    content_id,
    utm_source,
    utm_medium,
    utm_campaign,

    occurred_at,
    _landed_at as landed_at
from landed
where occurred_at <= _as_of
