-- One row per basis, lead cycle, stage and system that declared the lead in it.
with signals as (
    select * from {{ ref('int_recorded_signals') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

recorded_exits as (
    select * from {{ ref('int_recorded_exits') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

claims as (
    select
        signals.*,
        case signals.signal
            when 'opportunity_created' then 'opportunity'
            when 'opportunity_won' then 'won'
            when 'opportunity_lost' then 'lost'
            else signals.signal_argument
        end as stage,
        signals.signal in ('opportunity_won', 'opportunity_lost') as is_closing
    from signals
    where
        signals.signal in (
            'sfa_status', 'ma_status', 'opportunity_created', 'opportunity_won',
            'opportunity_lost'
        )
),

-- What a tool took back in time it no longer claims.
read_exits as (
    select
        bases.definition_basis,
        recorded_exits.lead_id,
        recorded_exits.source,
        recorded_exits.evidence_type,
        recorded_exits.signal,
        recorded_exits.event_id,
        recorded_exits.occurred_at,
        bool_and(recorded_exits.is_cancelled) as is_cancelled
    from recorded_exits
    inner join bases on bases.gap_basis = recorded_exits.gap_basis
    group by
        bases.definition_basis, recorded_exits.lead_id, recorded_exits.source,
        recorded_exits.evidence_type, recorded_exits.signal,
        recorded_exits.event_id, recorded_exits.occurred_at
)

-- Of closings that no rule of the book reads, a deal claims the one it stands by.
select
    counted_cycles.definition_basis,
    claims.lead_id,
    claims.system,
    claims.stage,

    counted_cycles.cycle_number,

    min(claims.occurred_at) as claimed_at
from claims
-- Where SQL is the deal there is no opportunity that anybody could declare.
inner join stages on stages.stage = claims.stage
inner join counted_cycles
    on counted_cycles.lead_id = claims.lead_id
    and counted_cycles.takes_from_at <= claims.occurred_at
    and counted_cycles.takes_to_at > claims.occurred_at
left join read_exits
    on read_exits.definition_basis = counted_cycles.definition_basis
    and read_exits.lead_id = claims.lead_id
    and read_exits.source = claims.source
    and read_exits.evidence_type = claims.evidence_type
    and read_exits.signal = claims.signal
    and read_exits.event_id = claims.event_id
    and read_exits.occurred_at = claims.occurred_at
where
    claims.undone_at is null
    or not coalesce(read_exits.is_cancelled, claims.is_closing)
group by
    counted_cycles.definition_basis, claims.lead_id, claims.system, claims.stage,
    counted_cycles.cycle_number
