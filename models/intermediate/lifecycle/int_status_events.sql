-- One row per record, stage and instant at which a tool put the record into the stage.
with history as (
    select * from {{ ref('int_status_history') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

-- A record that shows no stage is what it was when it was made: a lead.
spells as (
    select
        source,
        object,
        native_id,
        spell_number,
        coalesce(stage, 'lead') as stage,
        told_at
    from history
    where not is_exit
),

-- An exit is undone where the next status that is none is the one before the exit.
undone as (
    select
        history.source,
        history.object,
        history.native_id,
        history.spell_number,
        min(next_spells.told_at) as undone_at
    from history
    inner join spells as next_spells
        on next_spells.source = history.source
        and next_spells.object = history.object
        and next_spells.native_id = history.native_id
        and next_spells.spell_number = history.spell_number + 1
    left join spells
        on spells.source = history.source
        and spells.object = history.object
        and spells.native_id = history.native_id
        and spells.spell_number = history.spell_number
    where
        history.is_exit
        and next_spells.stage = coalesce(spells.stage, 'lead')
    group by
        history.source, history.object, history.native_id, history.spell_number
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
    date_trunc('second', undone.undone_at) as undone_at,
    history.recorded_at,
    history.landed_at
from history
inner join identities
    on identities.source = history.source
    and identities.object = history.object
    and identities.native_id = history.native_id
left join undone
    on undone.source = history.source
    and undone.object = history.object
    and undone.native_id = history.native_id
    and undone.spell_number = history.spell_number
    and history.is_exit
where history.stage is not null
