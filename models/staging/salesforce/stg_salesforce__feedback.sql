-- One row per piece of feedback on a lead that the run may see, as last delivered.
with feedback as (
    select * from {{ ref('base_salesforce__feedback') }}
    where disposition = 'accepted'
)

select
    'salesforce' as source,
    id as feedback_id,
    lead_c as source_record_id,
    rating_c as rating,
    reason_c as reason,
    created_by_id as given_by,

    created_date as given_at,
    _landed_at as landed_at
from feedback
