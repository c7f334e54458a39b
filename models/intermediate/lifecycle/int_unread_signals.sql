-- One row per recorded status or deal that says a stage and that no rule reads.
with signals as (
    select * from {{ ref('int_recorded_signals') }}
),

evidence as (
    select * from {{ ref('int_stage_evidence') }} where definition_basis = 'then'
),

record_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'user'
),

-- A record that was made says that the person is a lead, and so does its own event.
said as (
    select
        *,
        case signal
            when 'opportunity_created' then 'opportunity'
            when 'opportunity_won' then 'won'
            when 'opportunity_lost' then 'lost'
            else signal_argument
        end as stage
    from signals
    where
        signal in (
            'sfa_status', 'ma_status', 'opportunity_created', 'opportunity_won',
            'opportunity_lost'
        )
        and coalesce(signal_argument != 'lead', true)
),

-- One event may be read as more than one stage; a deal may be lost and won at once.
read_events as (
    select lead_id, system, source, evidence_type, signal, event_id, occurred_at
    from evidence
    group by lead_id, system, source, evidence_type, signal, event_id, occurred_at
)

select
    said.lead_id,
    said.stage,
    said.system,
    said.source,
    said.signal,
    said.evidence_type,
    said.event_id,
    record_keys.record_key as actor_id,
    said.reason,

    said.occurred_at,
    said.undone_at,
    said.recorded_at,
    said.landed_at
from said
left join read_events
    on read_events.lead_id = said.lead_id
    and read_events.system = said.system
    and read_events.source = said.source
    and read_events.evidence_type = said.evidence_type
    and read_events.signal = said.signal
    and read_events.event_id = said.event_id
    and read_events.occurred_at = said.occurred_at
left join record_keys
    on record_keys.source = said.source
    and record_keys.native_id = said.user_id
where read_events.lead_id is null
