-- One row per opportunity and contact, as last delivered.
with landed as (
    {{ live_rows('exports', 'opportunity_contacts') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by opportunity_id, sfa_record_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    opportunity_id,
    sfa_record_id as source_record_id,
    role,

    is_primary,

    _landed_at as landed_at
from newest_first
where version_rank = 1
