-- One row per landed version of a contact's state, with what becomes of it.
with landed as (
    {{ judged_versions(
        'salesforce', 'contact_history', ['id', 'fivetran_start'],
        received_at='fivetran_synced'
    ) }}
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'salesforce' and system = 'sfa'
),

temperatures as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'temperature'
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
),

mapped as (
    select
        landed.*,
        lead_status.stage,
        coalesce(temperatures.value, landed.rating_c) as temperature,
        known_records.native_id is null as is_orphan
    from landed
    left join lead_status on lead_status.source_value = lower(landed.contact_status_c)
    left join temperatures on temperatures.source_value = lower(landed.rating_c)
    left join known_records on known_records.native_id = landed.id
),

-- A state delivered again does not follow itself: the newest delivery stands for it.
followed as (
    select
        *,
        lag(fivetran_start) over earlier as previous_start,
        lag(contact_status_c) over earlier as previous_status,
        lag(stage) over earlier as previous_stage,
        lag(temperature) over earlier as previous_temperature,
        lag(owner_id) over earlier as previous_owner_id
    from mapped
    window earlier as (
        partition by id, version_rank = 1 order by fivetran_start asc nulls last
    )
),

judged as (
    select
        *,
        contact_status_c != coalesce(previous_status, '') and stage is null
            as has_unknown_status
    from followed
)

select
    id,
    contact_status_c,
    temperature,
    owner_id,
    last_modified_by_id,
    stage,
    previous_status,
    previous_stage,
    previous_temperature,
    previous_owner_id,

    fivetran_start,
    previous_start,
    _landed_at,
    case
        when version_rank > 1 then 'superseded'
        when has_unknown_status then 'quarantined'
        when is_orphan then 'held'
        when fivetran_start <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    case
        when version_rank > 1 then null
        when has_unknown_status then 'UNKNOWN_STATUS'
        when is_orphan then 'UNKNOWN_RECORD'
    end as reason_code
from judged
