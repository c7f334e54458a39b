-- One row per record, stage and instant at which a tool put the record into the stage.
with changes as (
    select * from {{ ref('int_status_changes') }}
),

stamps as (
    select * from {{ ref('int_status_stamps') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

events as (
    select
        system, source, object, native_id, new_stage as stage,
        case when system = 'ma' then 'ma_log' else 'sfa_history' end as evidence_type,
        changed_by, change_id as event_id,
        changed_at as occurred_at, recorded_at, landed_at
    from changes
    where new_stage is not null
    union all
    select
        system, source, object, native_id, stage,
        case when system = 'ma' then 'ma_log' else 'sfa_stamp' end,
        null, native_id,
        stamped_at, null, landed_at
    from stamps
)

select
    events.system,
    events.source,
    events.object,
    events.native_id,
    identities.lead_id,
    events.stage,
    events.evidence_type,
    events.changed_by,
    events.event_id,

    date_trunc('second', events.occurred_at) as occurred_at,
    events.recorded_at,
    events.landed_at
from events
inner join identities
    on identities.source = events.source
    and identities.object = events.object
    and identities.native_id = events.native_id
