-- One row per opportunity that an event may be about.
with versions as (
    select * from {{ ref('base_salesforce__opportunities') }}
    where standing in ('accepted', 'tombstone')
)

select
    id as opportunity_id,

    standing = 'tombstone' as is_deleted
from versions
