-- One row per hand-over that the run may see.
with landed as (
    {{ live_rows('exports', 'handovers') }}
)

select
    'exports' as source,
    handover_id,
    sfa_record_id as source_record_id,
    from_team,
    to_user_id,
    comment,

    handed_over_at,
    _landed_at as landed_at
from landed
where handed_over_at <= _as_of
