-- One row per way of cutting gaps and recorded exit, with what it does to the cycle.
with recorded_exits as (
    select * from {{ ref('int_recorded_exits') }}
),

opportunities as (
    select * from {{ ref('int_opportunity_leads') }}
),

closings as (
    select * from {{ ref('int_opportunity_closings') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

gap_bases as (
    select gap_basis
    from bases
    group by gap_basis
),

standing_exits as (
    select * from recorded_exits where is_heard and not is_cancelled
),

-- A deal ends with its first closing that stays. One that no rule of the book reads
-- stays if the tool never took it back.
deal_ends as (
    select
        gap_bases.gap_basis,
        closings.source,
        closings.opportunity_id,
        min(closings.occurred_at) as ended_at
    from closings
    cross join gap_bases
    left join recorded_exits
        on recorded_exits.gap_basis = gap_bases.gap_basis
        and recorded_exits.source = closings.source
        and recorded_exits.event_id = closings.opportunity_id
        and recorded_exits.signal = 'opportunity_' || closings.outcome
        and recorded_exits.occurred_at = closings.occurred_at
    where coalesce(not recorded_exits.is_cancelled, closings.undone_at is null)
    group by gap_bases.gap_basis, closings.source, closings.opportunity_id
),

deals as (
    select
        gap_bases.gap_basis,
        opportunities.lead_id,
        opportunities.source,
        opportunities.opportunity_id,
        date_trunc('second', opportunities.created_at) as created_at,
        coalesce(deal_ends.ended_at, timestamp '9999-12-31') as ended_at
    from opportunities
    cross join gap_bases
    left join deal_ends
        on deal_ends.gap_basis = gap_bases.gap_basis
        and deal_ends.source = opportunities.source
        and deal_ends.opportunity_id = opportunities.opportunity_id
),

-- What ends a cycle whatever deals are open: a deal made before it is left behind.
deals_left_behind as (
    select
        deals.gap_basis,
        deals.lead_id,
        deals.source,
        deals.opportunity_id,
        deals.created_at,
        deals.ended_at,
        coalesce(min(standing_exits.occurred_at), timestamp '9999-12-31')
            as left_behind_at
    from deals
    left join standing_exits
        on standing_exits.gap_basis = deals.gap_basis
        and standing_exits.lead_id = deals.lead_id
        and standing_exits.occurred_at > deals.created_at
        and standing_exits.signal != 'opportunity_lost'
    group by
        deals.gap_basis, deals.lead_id, deals.source, deals.opportunity_id,
        deals.created_at, deals.ended_at
),

-- A lost deal ends nothing while its cycle has another one open, nor once that cycle
-- has ended without it or the deal itself was lost before.
losses as (
    select
        standing_exits.gap_basis,
        standing_exits.source,
        standing_exits.signal,
        standing_exits.event_id,
        standing_exits.occurred_at,
        bool_or(
            own_deals.left_behind_at < standing_exits.occurred_at
            or own_deals.ended_at < standing_exits.occurred_at
        ) as is_left_behind,
        bool_or(open_deals.opportunity_id is not null) as has_open_deal
    from standing_exits
    inner join deals_left_behind as own_deals
        on own_deals.gap_basis = standing_exits.gap_basis
        and own_deals.source = standing_exits.source
        and own_deals.opportunity_id = standing_exits.event_id
    left join deals_left_behind as open_deals
        on open_deals.gap_basis = standing_exits.gap_basis
        and open_deals.lead_id = standing_exits.lead_id
        and open_deals.created_at <= standing_exits.occurred_at
        and open_deals.ended_at > standing_exits.occurred_at
        and open_deals.left_behind_at > standing_exits.occurred_at
    where standing_exits.signal = 'opportunity_lost'
    group by
        standing_exits.gap_basis, standing_exits.source, standing_exits.signal,
        standing_exits.event_id, standing_exits.occurred_at
),

judged as (
    select
        recorded_exits.*,
        case
            when not recorded_exits.is_heard then 'sales know better'
            when recorded_exits.is_cancelled then 'taken back'
            when losses.is_left_behind then 'deal of an earlier cycle'
            when losses.has_open_deal then 'another deal is open'
        end as no_effect_reason
    from recorded_exits
    left join losses
        on losses.gap_basis = recorded_exits.gap_basis
        and losses.source = recorded_exits.source
        and losses.event_id = recorded_exits.event_id
        and losses.signal = recorded_exits.signal
        and losses.occurred_at = recorded_exits.occurred_at
),

-- Two exits of one second are one; the stage order says which.
ranked as (
    select
        *,
        row_number() over (
            partition by gap_basis, lead_id, no_effect_reason is null, occurred_at
            order by
                stage_order asc nulls last,
                priority asc nulls last,
                event_id asc nulls last,
                source asc nulls last
        ) as second_rank
    from judged
)

select
    gap_basis,
    lead_id,
    stage,
    definition_id,
    system,
    source,
    signal,
    evidence_type,
    event_id,
    actor_id,
    reason,
    coalesce(
        no_effect_reason,
        case when second_rank > 1 then 'another exit of the second' end
    ) as no_effect_reason,

    has_later_cycle,
    is_cancelled,

    occurred_at,
    undone_at,
    cooled_after_at,
    recorded_at,
    landed_at
from ranked
