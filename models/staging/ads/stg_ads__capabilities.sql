-- One row per signal that the source can deliver: none.
with feeds as (
    select * from {{ source('landing', 'feeds') }} where source = 'ads'
)

-- Spend is no signal of a person.
select
    'ads' as source,
    cast(null as varchar) as signal,
    cast(null as varchar) as signal_argument,

    cast(null as timestamp) as observed_from
from feeds
where false
