-- One row per hand-over that the run may see, as last delivered.
with landed as (
    {{ live_rows('exports', 'handovers') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by handover_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    handover_id,
    sfa_record_id as source_record_id,
    from_team,
    cast(null as varchar) as from_user_id,
    to_user_id,
    comment,

    handed_over_at,
    _landed_at as landed_at
from newest_first
where
    version_rank = 1
    and handed_over_at <= _as_of
