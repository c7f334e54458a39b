-- One row per record, stage and instant at which a tool put the record into the stage.
with history as (
    select * from {{ ref('int_status_history') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

-- A record that shows no stage, or none yet, is what it was when it was made: a lead.
spells as (
    select
        source,
        object,
        native_id,
        spell_number,
        coalesce(min(case when not is_exit then stage end), 'lead') as stage,
        min(case when not is_exit then told_at end) as told_at
    from history
    group by source, object, native_id, spell_number
),

-- An exit is undone where the next status that is none is the one before the exit.
followed as (
    select
        *,
        lead(stage) over record_history = stage as is_followed_by_itself,
        lead(told_at) over record_history as next_told_at
    from spells
    window record_history as (
        partition by source, object, native_id order by spell_number asc nulls last
    )
)

select
    history.system,
    history.source,
    history.object,
    history.native_id,
    identities.lead_id,
    history.stage,
    history.evidence_type,
    history.changed_by,
    history.event_id,

    date_trunc('second', history.told_at) as occurred_at,
    case when history.is_exit then date_trunc('second', followed.next_told_at) end
        as undone_at,
    history.recorded_at,
    history.landed_at
from history
inner join identities
    on identities.source = history.source
    and identities.object = history.object
    and identities.native_id = history.native_id
left join followed
    on followed.source = history.source
    and followed.object = history.object
    and followed.native_id = history.native_id
    and followed.spell_number = history.spell_number
    and followed.is_followed_by_itself
where history.stage is not null
