-- One row per lead and stretch in which its SFA record has one owner.
with records as (
    select * from {{ ref('int_port_records') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }} where field = 'owner_id'
),

identities as (
    select * from {{ ref('int_identities') }} where object = 'sfa_record'
),

users as (
    select * from {{ ref('int_port_users') }}
),

ranked_changes as (
    select
        *,
        row_number() over (
            partition by source, source_record_id
            order by changed_at asc nulls last, change_id asc nulls last
        ) as change_rank
    from record_changes
),

-- Before its first change a record had the owner that change replaced.
owned as (
    select
        records.source,
        records.source_record_id,
        case
            when ranked_changes.change_id is null then records.owner_id
            else ranked_changes.old_value
        end as owner_id,
        '' as change_id,
        coalesce(records.created_at, timestamp '0001-01-01 00:00:00') as owned_at
    from records
    left join ranked_changes
        on ranked_changes.source = records.source
        and ranked_changes.source_record_id = records.source_record_id
        and ranked_changes.change_rank = 1
    union all
    select source, source_record_id, new_value, change_id, changed_at
    from ranked_changes
),

-- Of several records of a person the one that changed hands last says whose it is; an
-- owner that is no user of the tool is a queue, which belongs to no team.
ranked as (
    select
        identities.lead_id,
        {{ without_contacts('users.team') }} as team,
        date_trunc('second', owned.owned_at) as owned_at,
        row_number() over (
            partition by identities.lead_id, date_trunc('second', owned.owned_at)
            order by
                owned.owned_at desc nulls last,
                identities.created_at desc nulls last,
                identities.native_id desc nulls last,
                owned.change_id desc nulls last
        ) as last_rank
    from owned
    inner join identities
        on identities.source = owned.source
        and identities.native_id = owned.source_record_id
    left join users
        on users.source = owned.source
        and users.user_id = owned.owner_id
)

select
    lead_id,
    coalesce(team, '(none)') as team,

    owned_at as from_at,
    coalesce(
        lead(owned_at) over (partition by lead_id order by owned_at asc nulls last),
        timestamp '9999-12-31 00:00:00'
    ) as to_at
from ranked
where last_rank = 1
