-- One row per change of an opportunity field that the run may see.
with landed as (
    {{ live_rows('exports', 'opportunity_changes') }}
)

select
    'exports' as source,
    change_id,
    opportunity_id,
    field,
    old_value,
    new_value,

    changed_at,
    recorded_at,
    _landed_at as landed_at
from landed
where changed_at <= _as_of and coalesce(recorded_at, changed_at) <= _as_of
