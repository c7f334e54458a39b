-- One row per lead cycle (basis then) with a deal: what its first one was about.
with opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

users as (
    select * from {{ ref('int_port_users') }}
),

dated as (
    select
        *,
        coalesce(created_at, won_at, lost_at, timestamp '0001-01-01 00:00:00')
            as registered_at
    from opportunities
),

ranked as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        dated.product,
        {{ without_contacts('users.team') }} as team,
        date_trunc('second', dated.registered_at) as registered_at,
        row_number() over (
            partition by cycles.lead_id, cycles.cycle_number
            order by
                dated.registered_at asc nulls last,
                dated.source asc nulls last,
                dated.opportunity_id asc nulls last
        ) as deal_rank
    from dated
    inner join cycles
        on cycles.lead_id = dated.lead_id
        and cycles.takes_from_at <= dated.registered_at
        and cycles.takes_to_at > dated.registered_at
    left join users
        on users.source = dated.source
        and users.user_id = dated.owner_id
)

select
    definition_basis,
    lead_id,
    coalesce(product, '(none)') as product,
    coalesce(team, '(none)') as team,

    cycle_number,

    registered_at
from ranked
where deal_rank = 1
