-- One row per user, as last delivered.
with users as (
    select * from {{ ref('base_salesforce__users') }}
)

-- History names users who are gone: they stay, inactive.
select
    'salesforce' as source,
    id as user_id,
    name,
    team,

    is_active and not is_deleted as is_active,

    _landed_at as landed_at
from users
