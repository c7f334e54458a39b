-- One row per sales activity that the run may see, as last delivered.
with landed as (
    {{ live_rows('exports', 'sfa_activities') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by activity_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
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
from newest_first
where
    version_rank = 1
    and occurred_at <= _as_of
    and coalesce(recorded_at, occurred_at) <= _as_of
