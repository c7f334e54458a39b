-- One row per person who qualified or owned a deal.
with landed as (
    {{ live_rows('olist', 'closed_deals') }}
),

roles as (
    select sr_id as user_id, 'field_sales' as team, _landed_at as landed_at
    from landed
    where won_date <= _as_of
    union all
    select sdr_id, 'inside_sales', _landed_at
    from landed
    where won_date <= _as_of
)

-- Who did both is counted with the team that owns deals.
select
    'olist' as source,
    user_id,
    cast(null as varchar) as name,
    min(team) as team,

    cast(null as boolean) as is_active,

    max(landed_at) as landed_at
from roles
group by user_id
