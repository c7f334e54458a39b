-- One row per landed version of a lead's history row, with what becomes of it.
with landed as (
    {{ judged_versions('salesforce', 'lead_history', ['id']) }}
),

fields as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'field'
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

users as (
    select * from {{ ref('base_salesforce__users') }}
),

known_records as (
    select * from {{ ref('base_salesforce__known_records') }}
),

named as (
    select
        landed.*,
        coalesce(fields.value, lower(landed.field)) as field_name,
        lower(landed.field) = 'leadconverted' as is_conversion
    from landed
    left join fields on fields.source_value = lower(landed.field)
),

-- 005 and 00G begin the ids of users and queues.
mapped as (
    select
        named.*,
        old_status.stage as old_stage,
        new_status.stage as new_stage,
        coalesce(old_temperature.value, named.old_value) as old_word,
        coalesce(new_temperature.value, named.new_value) as new_word,
        known_records.native_id is null as is_orphan,
        known_records.is_deleted as is_record_deleted,
        named.field_name = 'owner_id'
        and (
            users.id is not null
            or (
                substr(named.new_value, 1, 3) in ('005', '00G')
                and length(named.new_value) in (15, 18)
            )
        ) as has_owner_id
    from named
    left join lead_status as old_status
        on old_status.source_value
        = case when named.field_name = 'status' then lower(named.old_value) end
    left join lead_status as new_status
        on new_status.source_value
        = case when named.field_name = 'status' then lower(named.new_value) end
    left join temperatures as old_temperature
        on old_temperature.source_value
        = case when named.field_name = 'temperature' then lower(named.old_value) end
    left join temperatures as new_temperature
        on new_temperature.source_value
        = case when named.field_name = 'temperature' then lower(named.new_value) end
    left join users
        on users.id
        = case when named.field_name = 'owner_id' then named.new_value end
    left join known_records on known_records.native_id = named.lead_id
),

-- A new owner is written twice, by id and by name; the name says nothing more.
-- A row deleted with its record still happened; one deleted alone was taken back.
judged as (
    select
        *,
        field_name = 'status' and new_value is not null and new_stage is null
            as has_unknown_status,
        field_name = 'owner_id'
        and not has_owner_id
        and bool_or(has_owner_id) over (
            partition by lead_id, field_name, created_date
        ) as is_owner_name,
        coalesce(is_deleted, false) and not coalesce(is_record_deleted, false)
            as is_taken_back
    from mapped
)

select
    id,
    lead_id,
    field_name,
    old_word,
    new_word,
    old_stage,
    new_stage,
    created_by_id,

    is_conversion,

    created_date,
    _landed_at,
    case
        when version_rank > 1 then 'superseded'
        when is_taken_back then 'tombstone'
        when has_unknown_status then 'quarantined'
        when is_orphan then 'held'
        when is_owner_name then 'superseded'
        when created_date <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    case
        when version_rank > 1 or is_taken_back then null
        when has_unknown_status then 'UNKNOWN_STATUS'
        when is_orphan then 'UNKNOWN_RECORD'
    end as reason_code
from judged
