-- One row per smart campaign, with the program it belongs to.
with landed as (
    {{ live_rows('marketo', 'campaign') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by id
            order by
                updated_at desc nulls last,
                _delivery_number desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from landed
)

select
    id as smart_campaign_id,
    program_id
from newest_first
where version_rank = 1
