-- One row per page view that the run may see.
with events as (
    select * from {{ ref('base_ga4__events') }}
)

-- What brought this visit; `traffic_source` is what once brought the visitor.
select
    'ga4' as source,
    fivetran_id as pageview_id,
    user_pseudo_id as visitor_id,
    user_id as source_record_id,
    param_page_location as url,
    cast(null as varchar) as content_id,
    coalesce(collected_traffic_source_manual_source, param_source) as utm_source,
    coalesce(collected_traffic_source_manual_medium, param_medium) as utm_medium,
    param_campaign as utm_campaign,

    event_timestamp as occurred_at,
    _landed_at as landed_at
from events
where disposition = 'accepted' and name = 'page_view'
