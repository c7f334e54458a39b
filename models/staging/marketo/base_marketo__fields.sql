-- One row per display name of a lead field, with its REST name, both in lower case.
with landed as (
    {{ live_rows('marketo', 'lead_describe') }}
),

newest_first as (
    select
        *,
        row_number() over (
            partition by restname
            order by
                _delivery_number desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from landed
)

select
    lower(display_name) as display_name,
    min(lower(restname)) as rest_name
from newest_first
where version_rank = 1 and display_name is not null
group by lower(display_name)
