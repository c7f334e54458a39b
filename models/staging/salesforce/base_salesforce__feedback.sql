-- One row per landed version of a piece of feedback, with what becomes of it.
with landed as (
    {{ judged_versions(
        'salesforce', 'lead_feedback_c', ['id'], deleted='is_deleted'
    ) }}
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
)

select
    landed.id,
    landed.lead_c,
    landed.rating_c,
    landed.reason_c,
    landed.created_by_id,

    landed.created_date,
    landed._landed_at,
    case
        when landed.disposition != 'accepted' then landed.disposition
        when known_records.native_id is null then 'held'
        when landed.created_date <= landed._as_of then 'accepted'
        else 'held'
    end as disposition,
    case
        when landed.disposition = 'accepted' and known_records.native_id is null
            then 'UNKNOWN_RECORD'
    end as reason_code
from landed
left join known_records on known_records.native_id = landed.lead_c
