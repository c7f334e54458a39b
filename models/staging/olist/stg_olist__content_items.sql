-- One row per landing page.
with landed as (
    {{ live_rows('olist', 'marketing_qualified_leads') }}
)

select
    'olist' as source,
    landing_page_id as content_id,
    cast(null as varchar) as title,
    'landing_page' as content_type,
    cast(null as varchar) as topic,
    cast(null as varchar) as phase,
    cast(null as varchar) as persona,
    cast(null as varchar) as appeal,
    cast(null as varchar) as url,

    cast(null as date) as published_on,
    cast(null as date) as retired_on,
    max(_landed_at) as landed_at
from landed
where first_contact_date <= _as_of and landing_page_id is not null
group by landing_page_id
