-- One row per record and stage that it shows without a change that would date it.
with leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

changes as (
    select * from {{ ref('int_status_changes') }}
),

snapshots as (
    select
        'ma' as system, source, 'ma_lead' as object, source_record_id as native_id,
        cast(null as varchar) as record_type, stage, created_at, updated_at, landed_at
    from leads
    union all
    select
        'sfa', source, 'sfa_record', source_record_id,
        record_type, stage, created_at, updated_at, landed_at
    from records
),

-- A tool may keep history of leads and none of contacts.
history_starts as (
    select
        snapshots.source,
        snapshots.object,
        snapshots.record_type,
        min(changes.changed_at) as started_at
    from changes
    inner join snapshots
        on snapshots.object = changes.object
        and snapshots.source = changes.source
        and snapshots.native_id = changes.native_id
    group by snapshots.source, snapshots.object, snapshots.record_type
),

-- A record starts in the stage its first change left, or in the one it shows if it
-- never changed. Once a tool keeps history, no change means the same stage all along;
-- what was before, as all without history, is dated by the last writing alone.
initial_stages as (
    select
        snapshots.system,
        snapshots.source,
        snapshots.object,
        snapshots.native_id,
        case
            when changes.change_id is null then snapshots.stage else changes.old_stage
        end
            as stage,
        case
            when changes.change_id is not null
                then {{ earliest(['snapshots.created_at', 'changes.changed_at']) }}
            when
                snapshots.updated_at > snapshots.created_at
                and (
                    history_starts.started_at is null
                    or history_starts.started_at > snapshots.created_at
                )
                then {{ earliest(
                    ['snapshots.updated_at', 'history_starts.started_at']
                ) }}
            else snapshots.created_at
        end as stamped_at,
        snapshots.landed_at
    from snapshots
    left join changes
        on changes.object = snapshots.object
        and changes.source = snapshots.source
        and changes.native_id = snapshots.native_id
        and changes.is_first
    left join history_starts
        on history_starts.source = snapshots.source
        and history_starts.object = snapshots.object
        and history_starts.record_type is not distinct from snapshots.record_type
),

-- The record shows a stage that its delivered history never reached.
unexplained_stages as (
    select
        snapshots.system,
        snapshots.source,
        snapshots.object,
        snapshots.native_id,
        snapshots.stage,
        snapshots.updated_at as stamped_at,
        snapshots.landed_at
    from snapshots
    inner join changes
        on changes.object = snapshots.object
        and changes.source = snapshots.source
        and changes.native_id = snapshots.native_id
        and changes.is_last
    where
        snapshots.updated_at > changes.changed_at
        and snapshots.stage != changes.new_stage
),

stamps as (
    select * from initial_stages
    union all
    select * from unexplained_stages
)

select
    system,
    source,
    object,
    native_id,
    stage,

    stamped_at,
    landed_at
from stamps
where stamped_at is not null
