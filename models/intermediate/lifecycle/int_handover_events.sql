-- One row per event that put a lead into somebody else's hands.
with handovers as (
    select * from {{ ref('int_port_handovers') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }}
    where field = 'owner_id' and old_value is not null and new_value is not null
),

users as (
    select * from {{ ref('int_port_users') }}
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

-- A new owner in another team is a hand-over too; one in the same team is none. An
-- owner that is no user of the tool is a queue, which belongs to no team.
assignments as (
    select
        record_changes.source,
        record_changes.change_id,
        record_changes.source_record_id,
        givers.team as from_team,
        givers.user_id as from_user_id,
        receivers.user_id as to_user_id,
        record_changes.changed_at,
        record_changes.landed_at
    from record_changes
    left join users as givers
        on givers.source = record_changes.source
        and givers.user_id = record_changes.old_value
    left join users as receivers
        on receivers.source = record_changes.source
        and receivers.user_id = record_changes.new_value
    where receivers.team is distinct from givers.team
),

events as (
    select
        source, handover_id as event_id, 'record' as handover_type, source_record_id,
        from_team, from_user_id, to_user_id, comment, handed_over_at, landed_at
    from handovers
    union all
    select
        source, change_id, 'assignment', source_record_id,
        from_team, from_user_id, to_user_id, null, changed_at, landed_at
    from assignments
)

select
    events.source,
    events.event_id,
    events.handover_type,
    identities.lead_id,
    {{ without_contacts('events.from_team') }} as from_team,
    events.from_user_id,
    events.to_user_id,
    {{ without_contacts('users.team') }} as to_team,
    events.comment,

    date_trunc('second', events.handed_over_at) as handed_over_at,
    events.landed_at
from events
inner join identities
    on identities.source = events.source
    and identities.native_id = events.source_record_id
left join users
    on users.source = events.source
    and users.user_id = events.to_user_id
