-- One row per lead and event that says or decides a stage, in the order of time.
with events as (
    select * from {{ ref('int_lifecycle_events') }}
),

opportunity_keys as (
    select * from {{ ref('int_record_keys') }} where object = 'opportunity'
)

select
    events.lead_id,
    events.stage,
    events.effect,
    events.effect_reason,
    events.definition_id,
    events.system,
    events.signal,
    events.evidence_type,
    case
        when
            events.signal in (
                'opportunity_created', 'opportunity_won', 'opportunity_lost'
            )
            then opportunity_keys.record_key
    end as opportunity_id,
    events.actor_id,
    events.reason,

    events.event_number,
    events.cycle_number,

    events.is_adoption,

    events.occurred_at,
    events.undone_at,
    coalesce(events.recorded_at, events.occurred_at) as recorded_at,
    events.landed_at
from events
left join opportunity_keys
    on opportunity_keys.source = events.source
    and opportunity_keys.native_id = events.event_id
