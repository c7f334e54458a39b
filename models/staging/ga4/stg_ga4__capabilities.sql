-- One row per signal that the source can deliver: none.
with feeds as (
    select * from {{ source('landing', 'feeds') }} where source = 'ga4'
)

-- No rule of the book asks for page views: what a known person read is a touch.
select
    'ga4' as source,
    cast(null as varchar) as signal,
    cast(null as varchar) as signal_argument,

    cast(null as timestamp) as observed_from
from feeds
where false
