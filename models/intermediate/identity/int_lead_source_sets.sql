-- One row per lead, with the sources that know it.
with identities as (
    select * from {{ ref('int_identities') }}
)

select
    lead_id,
    {{ joined_values('source') }} as source_set
from identities
group by lead_id
