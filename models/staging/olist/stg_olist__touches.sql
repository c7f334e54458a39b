-- One row per form fill on a landing page.
with landed as (
    {{ live_rows('olist', 'marketing_qualified_leads') }}
)

select
    'olist' as source,
    mql_id as touch_id,
    mql_id as source_record_id,
    cast(null as varchar) as visitor_id,
    'form_fill' as touch_type,
    landing_page_id as content_id,
    cast(null as varchar) as url,
    cast(null as varchar) as campaign_id,

    first_contact_date as occurred_at,
    cast(null as timestamp) as recorded_at,
    _landed_at as landed_at
from landed
where first_contact_date <= _as_of
