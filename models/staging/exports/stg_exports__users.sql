-- One row per user of the SFA, as last delivered.
with landed as (
    {{ live_rows('exports', 'sfa_users') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by user_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    user_id,
    name,
    team,

    is_active,

    _landed_at as landed_at
from newest_first
where version_rank = 1
