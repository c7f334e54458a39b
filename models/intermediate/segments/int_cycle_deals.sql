-- One row per lead cycle (basis then) with a deal: what its first one was about.
with deals as (
    select * from {{ ref('int_deals') }} where is_counted
),

users as (
    select * from {{ ref('int_port_users') }}
),

ranked as (
    select
        deals.lead_id,
        deals.cycle_number,
        deals.product,
        {{ without_contacts('users.team') }} as team,
        date_trunc(
            'second',
            coalesce(deals.registered_at, timestamp '0001-01-01 00:00:00')
        ) as registered_at,
        row_number() over (
            partition by deals.lead_id, deals.cycle_number
            order by
                coalesce(deals.registered_at, timestamp '0001-01-01 00:00:00')
                    asc nulls last,
                deals.source asc nulls last,
                deals.opportunity_id asc nulls last
        ) as deal_rank
    from deals
    left join users
        on users.source = deals.source
        and users.user_id = deals.owner_id
)

select
    'then' as definition_basis,
    lead_id,
    coalesce(product, '(none)') as product,
    coalesce(team, '(none)') as team,

    cycle_number,

    registered_at
from ranked
where deal_rank = 1
