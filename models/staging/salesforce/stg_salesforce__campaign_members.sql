-- One row per campaign member that the run may see, as last delivered.
with members as (
    select * from {{ ref('base_salesforce__campaign_members') }}
    where disposition = 'accepted'
)

select
    'salesforce' as source,
    campaign_id,
    'sfa_record' as object,
    source_record_id,
    member_status as status,

    occurred_at,
    _landed_at as landed_at
from members
