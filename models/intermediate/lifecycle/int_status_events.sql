-- One row per record, stage and instant at which a tool put the record into the stage.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

lead_changes as (
    select * from {{ ref('int_port_lead_changes') }} where field = 'stage'
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }} where field = 'stage'
),

snapshots as (
    select
        'ma' as system, source, 'ma_lead' as object, source_record_id as native_id,
        stage, created_at, updated_at, landed_at
    from leads
    union all
    select
        'sfa', source, 'sfa_record', source_record_id,
        stage, created_at, updated_at, landed_at
    from records
),

changes as (
    select
        'ma' as system, source, 'ma_lead' as object, source_record_id as native_id,
        change_id, old_value, new_value, cast(null as varchar) as changed_by,
        changed_at, recorded_at, landed_at
    from lead_changes
    union all
    select
        'sfa', source, 'sfa_record', source_record_id,
        change_id, old_value, new_value, changed_by,
        changed_at, recorded_at, landed_at
    from record_changes
),

first_and_last_changes as (
    select
        object,
        source,
        native_id,
        old_value,
        new_value,
        changed_at,
        row_number() over (
            partition by object, source, native_id
            order by changed_at asc nulls last, change_id asc nulls last
        ) as first_rank,
        row_number() over (
            partition by object, source, native_id
            order by changed_at desc nulls last, change_id desc nulls last
        ) as last_rank
    from changes
),

-- A record starts in the stage its first change left, or in the one it shows if it never
-- changed; a tool that kept no history dates that only by its last writing.
initial_stages as (
    select
        snapshots.*,
        case
            when first_changes.changed_at is not null then first_changes.old_value
            else snapshots.stage
        end as initial_stage,
        case
            when first_changes.changed_at is not null
                then least(snapshots.created_at, first_changes.changed_at)
            when snapshots.updated_at > snapshots.created_at then snapshots.updated_at
            else snapshots.created_at
        end as stamped_at
    from snapshots
    left join first_and_last_changes as first_changes
        on first_changes.object = snapshots.object
        and first_changes.source = snapshots.source
        and first_changes.native_id = snapshots.native_id
        and first_changes.first_rank = 1
),

-- The record shows a stage that its delivered history never reached.
unexplained_stages as (
    select
        snapshots.*
    from snapshots
    inner join first_and_last_changes as last_changes
        on last_changes.object = snapshots.object
        and last_changes.source = snapshots.source
        and last_changes.native_id = snapshots.native_id
        and last_changes.last_rank = 1
    where
        snapshots.updated_at > last_changes.changed_at
        and snapshots.stage != last_changes.new_value
),

events as (
    select
        system, source, object, native_id, new_value as stage,
        case when system = 'ma' then 'ma_log' else 'sfa_history' end as evidence_type,
        changed_by, change_id as event_id,
        changed_at as occurred_at, recorded_at, landed_at
    from changes
    where new_value is not null
    union all
    select
        system, source, object, native_id, initial_stage,
        case when system = 'ma' then 'ma_log' else 'sfa_stamp' end,
        null, native_id,
        stamped_at, null, landed_at
    from initial_stages
    where initial_stage is not null and stamped_at is not null
    union all
    select
        system, source, object, native_id, stage,
        case when system = 'ma' then 'ma_log' else 'sfa_stamp' end,
        null, native_id,
        updated_at, null, landed_at
    from unexplained_stages
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
inner join {{ ref('int_identities') }} as identities
    on identities.source = events.source
    and identities.object = events.object
    and identities.native_id = events.native_id
