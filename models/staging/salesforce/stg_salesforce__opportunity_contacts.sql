-- One row per opportunity and contact with a role in it.
with roles as (
    select * from {{ ref('base_salesforce__contact_roles') }}
    where disposition = 'accepted'
)

select
    'salesforce' as source,
    opportunity_id,
    contact_id as source_record_id,
    role,

    is_primary,

    _landed_at as landed_at
from roles
