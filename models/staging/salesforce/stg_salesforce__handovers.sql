-- One row per task that hands a lead or contact over, as last delivered.
with handovers as (
    select * from {{ ref('base_salesforce__activities') }}
    where disposition = 'accepted' and activity_type = 'handover'
),

users as (
    select * from {{ ref('base_salesforce__users') }}
)

select
    'salesforce' as source,
    handovers.id as handover_id,
    handovers.who_id as source_record_id,
    users.team as from_team,
    handovers.created_by_id as from_user_id,
    handovers.owner_id as to_user_id,
    handovers.description as comment,

    handovers.created_date as handed_over_at,
    handovers._landed_at as landed_at
from handovers
left join users on users.id = handovers.created_by_id
