-- One row per piece of feedback on a lead that the run may see, as last delivered.
with landed as (
    {{ live_rows('exports', 'lead_feedback') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by feedback_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
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
from newest_first
where
    version_rank = 1
    and given_at <= _as_of
