-- One row per way of cutting gaps, lead and instant at which an exit ends its cycle.
with bases as (
    select * from {{ ref('int_definition_bases') }}
),

evidence as (
    select * from {{ ref('int_stage_evidence') }}
    where stage_path = 'exit' or stage = 'won'
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

sfa_knows as (
    select lead_id, min(created_at) as known_from_at
    from identities
    where is_delivered
    group by lead_id
),

gap_bases as (
    select gap_basis
    from bases
    group by gap_basis
),

-- Once the SFA knows the person it is the system of record: the MA's log repeats it.
recorded_exits as (
    select
        gap_bases.gap_basis,
        evidence.*
    from evidence
    inner join gap_bases on gap_bases.gap_basis = evidence.definition_basis
    left join sfa_knows on sfa_knows.lead_id = evidence.lead_id
    where
        evidence.system = 'sfa'
        or sfa_knows.lead_id is null
        or evidence.occurred_at < date_trunc('second', sfa_knows.known_from_at)
),

deals as (
    select
        lead_id,
        opportunity_id,
        date_trunc('second', created_at) as created_at,
        date_trunc('second', coalesce(won_at, lost_at, timestamp '9999-12-31'))
            as ended_at
    from opportunities
),

-- What ends a cycle whatever deals are open.
firm_exits as (
    select gap_basis, lead_id, occurred_at
    from recorded_exits
    where signal != 'opportunity_lost'
),

deal_exits as (
    select
        gap_bases.gap_basis,
        deals.lead_id,
        deals.opportunity_id,
        deals.created_at,
        deals.ended_at,
        min(firm_exits.occurred_at) as left_behind_at
    from deals
    cross join gap_bases
    left join firm_exits
        on firm_exits.gap_basis = gap_bases.gap_basis
        and firm_exits.lead_id = deals.lead_id
        and firm_exits.occurred_at > deals.created_at
    group by
        gap_bases.gap_basis, deals.lead_id, deals.opportunity_id, deals.created_at,
        deals.ended_at
),

-- A lost deal ends nothing while its cycle has another one open, nor once that cycle
-- has ended without it: a deal left behind by an earlier exit is of no cycle.
harmless_losses as (
    select recorded_exits.gap_basis, recorded_exits.lead_id, recorded_exits.event_id
    from recorded_exits
    inner join deal_exits
        on deal_exits.gap_basis = recorded_exits.gap_basis
        and deal_exits.lead_id = recorded_exits.lead_id
        and (
            (
                deal_exits.opportunity_id = recorded_exits.event_id
                and deal_exits.left_behind_at < recorded_exits.occurred_at
            )
            or (
                deal_exits.opportunity_id != recorded_exits.event_id
                and deal_exits.created_at <= recorded_exits.occurred_at
                and deal_exits.ended_at > recorded_exits.occurred_at
                and coalesce(
                    deal_exits.left_behind_at > recorded_exits.occurred_at, true
                )
            )
        )
    where recorded_exits.signal = 'opportunity_lost'
    group by recorded_exits.gap_basis, recorded_exits.lead_id, recorded_exits.event_id
),

ending_exits as (
    select recorded_exits.*
    from recorded_exits
    left join harmless_losses
        on harmless_losses.gap_basis = recorded_exits.gap_basis
        and harmless_losses.lead_id = recorded_exits.lead_id
        and harmless_losses.event_id = recorded_exits.event_id
        and recorded_exits.signal = 'opportunity_lost'
    where harmless_losses.event_id is null
),

-- Two exits of one second are one; the stage order says which.
ranked as (
    select
        *,
        row_number() over (
            partition by gap_basis, lead_id, occurred_at
            order by
                stage_order asc nulls last,
                priority asc nulls last,
                event_id asc nulls last
        ) as exit_rank
    from ending_exits
)

select
    gap_basis,
    lead_id,
    stage,
    definition_id,
    system,
    evidence_type,
    actor_id,
    reason,

    row_number() over (
        partition by gap_basis, lead_id order by occurred_at asc nulls last
    ) as exit_number,

    occurred_at,
    recorded_at,
    landed_at
from ranked
where exit_rank = 1
