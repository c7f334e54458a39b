-- One row per user, as last delivered, with the team that the role stands for.
with users as (
    {{ judged_versions('salesforce', 'user', ['id']) }}
),

roles as (
    {{ judged_versions('salesforce', 'user_role', ['id']) }}
),

teams as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'team'
)

select
    users.id,
    users.name,
    lower(users.user_type) as user_type,
    coalesce(teams.value, lower(roles.name)) as team,

    users.is_active,
    coalesce(users.fivetran_deleted, false) as is_deleted,

    users._landed_at
from users
left join roles
    on roles.id = users.user_role_id
    and roles.disposition = 'accepted'
left join teams on teams.source_value = lower(roles.name)
where users.disposition = 'accepted'
