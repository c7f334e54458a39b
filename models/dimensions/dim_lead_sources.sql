-- One row per record id of a tool, with the lead it belongs to; never published.
with identities as (
    select * from {{ ref('int_identities') }}
)

select
    source,
    object,
    native_id as source_record_id,
    lead_id
from identities
