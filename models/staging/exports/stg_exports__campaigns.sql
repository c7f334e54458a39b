-- One row per campaign, as last delivered.
with landed as (
    {{ live_rows('exports', 'campaigns') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by campaign_id
            order by _delivery_number desc nulls last, _batch_number desc nulls last
        ) as version_rank
    from landed
)

select
    'exports' as source,
    campaign_id,
    name,
    channel,
    persona,
    appeal,

    started_on,
    ended_on,
    _landed_at as landed_at
from newest_first
where version_rank = 1
