-- One row per lead cycle, stage and system that declared the lead to be in the stage.
with status_events as (
    select * from {{ ref('int_status_events') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

cycles as (
    select * from {{ ref('int_cycles') }}
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
),

-- A claim belongs to the cycle open at its time, else to the nearest earlier one.
placed as (
    select
        claims.lead_id,
        claims.system,
        claims.stage,
        claims.occurred_at,
        coalesce(max(cycles.cycle_number), 1) as cycle_number
    from claims
    left join cycles
        on cycles.lead_id = claims.lead_id
        and cycles.opened_at <= claims.occurred_at
    group by claims.lead_id, claims.system, claims.stage, claims.occurred_at
)

select
    placed.lead_id,
    placed.system,
    placed.stage,

    placed.cycle_number,

    min(placed.occurred_at) as claimed_at
from placed
inner join counted_cycles
    on counted_cycles.lead_id = placed.lead_id
    and counted_cycles.cycle_number = placed.cycle_number
group by placed.lead_id, placed.system, placed.stage, placed.cycle_number
