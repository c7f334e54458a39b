-- One row per landed change of an MA record's field, with what becomes of it.
with landed as (
    {{ live_rows('exports', 'ma_lead_changes') }}
),

field_words as (
    select *
    from {{ source('book', 'words') }}
    where source = 'exports' and vocabulary = 'field'
),

-- A field that nobody mapped keeps its name.
named as (
    select
        landed.*,
        coalesce(field_words.value, lower(landed.field)) as field_name
    from landed
    left join field_words on field_words.source_value = lower(landed.field)
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'exports' and system = 'ma'
),

known_records as (
    select * from {{ ref('base_exports__known_records') }} where object = 'ma_lead'
),

mapped as (
    select
        named.*,
        named.field_name = 'status' as is_status,
        old_status.stage as old_stage,
        new_status.stage as new_stage,
        known_records.native_id is null as is_orphan
    from named
    left join lead_status as old_status
        on old_status.source_value
        = case when named.field_name = 'status' then lower(named.old_value) end
    left join lead_status as new_status
        on new_status.source_value
        = case when named.field_name = 'status' then lower(named.new_value) end
    left join known_records on known_records.native_id = named.ma_lead_id
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
