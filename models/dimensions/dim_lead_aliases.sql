-- One row per key of a member record, with the lead it resolves to.
with identities as (
    select * from {{ ref('int_identities') }}
)

select
    record_key as member_key,
    lead_id,
    source,
    object
from identities
