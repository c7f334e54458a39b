-- One row per landed change of an SFA record's field, with what becomes of it.
with landed as (
    {{ live_rows('exports', 'sfa_record_changes') }}
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'exports' and system = 'sfa'
),

temperatures as (
    select *
    from {{ source('book', 'words') }}
    where source = 'exports' and vocabulary = 'temperature'
),

known_records as (
    select * from {{ ref('base_exports__known_records') }} where object = 'sfa_record'
),

mapped as (
    select
        landed.*,
        lower(landed.field) = 'status' as is_status,
        old_status.stage as old_stage,
        new_status.stage as new_stage,
        coalesce(old_temperature.value, landed.old_value) as old_word,
        coalesce(new_temperature.value, landed.new_value) as new_word,
        known_records.native_id is null as is_orphan
    from landed
    left join lead_status as old_status
        on old_status.source_value
        = case when lower(landed.field) = 'status' then lower(landed.old_value) end
    left join lead_status as new_status
        on new_status.source_value
        = case when lower(landed.field) = 'status' then lower(landed.new_value) end
    left join temperatures as old_temperature
        on old_temperature.source_value
        = case when lower(landed.field) = 'temperature' then lower(landed.old_value) end
    left join temperatures as new_temperature
        on new_temperature.source_value
        = case when lower(landed.field) = 'temperature' then lower(landed.new_value) end
    left join known_records on known_records.native_id = landed.sfa_record_id
),

judged as (
    select
        *,
        is_status and new_value is not null and new_stage is null as has_unknown_status,
        changed_at <= _as_of
        and coalesce(recorded_at, changed_at) <= _as_of as is_visible
    from mapped
)

select
    *,
    case
        when has_unknown_status then 'quarantined'
        when is_orphan then 'held'
        when is_visible then 'accepted'
        else 'held'
    end as disposition,
    case
        when has_unknown_status then 'UNKNOWN_STATUS'
        when is_orphan then 'UNKNOWN_RECORD'
    end as reason_code
from judged
