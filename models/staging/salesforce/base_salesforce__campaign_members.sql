-- One row per landed version of a campaign member, with what becomes of it.
with landed as (
    {{ judged_versions(
        'salesforce', 'campaign_member', ['id'], deleted='is_deleted'
    ) }}
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
),

statuses as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'member_status'
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
),

-- A member that converted has both ids. The day of the response is a bare one.
dated as (
    select
        landed.*,
        coalesce(leads.native_id, contacts.native_id) as source_record_id,
        coalesce(statuses.value, lower(landed.status)) as member_status,
        case
            when landed.has_responded and landed.first_responded_date is not null
                then greatest(
                    landed.created_date,
                    {{ within_day(
                        'landed.created_date',
                        day_meant('landed.first_responded_date', 'company.time_zone'),
                        'company.time_zone'
                    ) }}
                )
            else landed.created_date
        end as occurred_at
    from landed
    cross join company
    left join known_records as leads on leads.native_id = landed.lead_id
    left join known_records as contacts on contacts.native_id = landed.contact_id
    left join statuses on statuses.source_value = lower(landed.status)
),

judged as (
    select
        *,
        case
            when disposition != 'accepted' then disposition
            when source_record_id is null then 'held'
            when occurred_at <= _as_of then 'accepted'
            else 'held'
        end as fate
    from dated
),

-- The lead and the contact that it became may both be members.
once as (
    select
        *,
        row_number() over (
            partition by
                campaign_id, source_record_id, member_status, occurred_at, fate
            order by id asc nulls last
        ) as member_rank
    from judged
)

select
    id,
    campaign_id,
    source_record_id,
    member_status,

    occurred_at,
    _landed_at,
    case when fate = 'accepted' and member_rank > 1 then 'superseded' else fate end
        as disposition,
    case
        when disposition = 'accepted' and source_record_id is null
            then 'UNKNOWN_RECORD'
    end as reason_code
from once
