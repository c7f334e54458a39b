-- One row per basis, lead cycle, stage and system that declared the lead in it.
with status_events as (
    select * from {{ ref('int_status_events') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

claims as (
    select lead_id, system, stage, occurred_at from status_events
    union all
    select
        lead_id, 'sfa', 'opportunity',
        date_trunc('second', {{ earliest(['created_at', 'won_at', 'lost_at']) }})
    from opportunities
    where created_at is not null
    union all
    select lead_id, 'sfa', outcome, date_trunc('second', coalesce(won_at, lost_at))
    from opportunities
    where outcome in ('won', 'lost')
)

select
    counted_cycles.definition_basis,
    claims.lead_id,
    claims.system,
    claims.stage,

    counted_cycles.cycle_number,

    min(claims.occurred_at) as claimed_at
from claims
inner join counted_cycles
    on counted_cycles.lead_id = claims.lead_id
    and counted_cycles.takes_from_at <= claims.occurred_at
    and counted_cycles.takes_to_at > claims.occurred_at
group by
    counted_cycles.definition_basis, claims.lead_id, claims.system, claims.stage,
    counted_cycles.cycle_number
