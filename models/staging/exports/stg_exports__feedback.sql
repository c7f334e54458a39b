-- One row per piece of feedback on a lead that the run may see.
with landed as (
    {{ live_rows('exports', 'lead_feedback') }}
)

select
    'exports' as source,
    feedback_id,
    sfa_record_id as source_record_id,
    rating,
    reason,
    given_by,

    given_at,
    _landed_at as landed_at
from landed
where given_at <= _as_of
