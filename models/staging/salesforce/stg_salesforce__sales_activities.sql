-- One row per task done or event held that the run may see.
with activities as (
    select * from {{ ref('base_salesforce__activities') }}
    where disposition = 'accepted' and activity_type != 'handover'
),

users as (
    select * from {{ ref('base_salesforce__users') }}
),

opportunities as (
    select id from {{ ref('base_salesforce__opportunities') }} group by id
),

outcomes as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'call_outcome'
)

-- 006 begins the id of an opportunity; an activity may be about other things, too.
select
    'salesforce' as source,
    activities.id as activity_id,
    activities.who_id as source_record_id,
    case
        when opportunities.id is not null or substr(activities.what_id, 1, 3) = '006'
            then activities.what_id
    end as opportunity_id,
    activities.owner_id,
    activities.activity_type,
    coalesce(outcomes.value, activities.outcome_word) as outcome,
    activities.description as comment,

    lower(users.user_type) != 'standard' as is_automated,

    activities.occurred_at,
    case
        when activities.created_date > activities.occurred_at
            then activities.created_date
    end as recorded_at,
    activities._landed_at as landed_at
from activities
left join users on users.id = activities.created_by_id
left join opportunities on opportunities.id = activities.what_id
left join outcomes on outcomes.source_value = activities.outcome_word
