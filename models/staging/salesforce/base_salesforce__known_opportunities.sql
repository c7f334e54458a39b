-- One row per opportunity that an event may be about.
with versions as (
    select * from {{ ref('base_salesforce__opportunities') }}
    where disposition in ('accepted', 'tombstone')
)

select
    id as opportunity_id,

    disposition = 'tombstone' as is_deleted
from versions
