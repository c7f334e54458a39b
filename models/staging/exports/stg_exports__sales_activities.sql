-- One row per sales activity that the run may see.
with landed as (
    {{ live_rows('exports', 'sfa_activities') }}
)

select
    'exports' as source,
    activity_id,
    sfa_record_id as source_record_id,
    opportunity_id,
    owner_id,
    activity_type,
    outcome,
    comment,

    is_automated,

    occurred_at,
    recorded_at,
    _landed_at as landed_at
from landed
where occurred_at <= _as_of and coalesce(recorded_at, occurred_at) <= _as_of
