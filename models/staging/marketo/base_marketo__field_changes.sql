-- One row per landed change of a lead's field or score, with what becomes of it.
with value_changes as (
    {{ live_rows('marketo', 'activity_change_data_value') }}
),

score_changes as (
    {{ live_rows('marketo', 'activity_change_score') }}
),

fields as (
    select * from {{ ref('base_marketo__fields') }}
),

known_records as (
    select * from {{ ref('base_marketo__known_records') }}
),

words as (
    select source_value, value
    from {{ source('book', 'words') }}
    where source = 'marketo' and vocabulary = 'field'
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'marketo' and system = 'ma'
),

-- Activities of different kinds need not share one sequence of ids.
landed as (
    select
        'activity_change_data_value' as table_name, id as change_id, id as activity_id,
        lead_id, lower(primary_attribute_value) as field_name, old_value, new_value,
        activity_date, _as_of, _landed_at
    from value_changes
    union all
    select
        'activity_change_score', 'score:' || id, id,
        lead_id, lower(primary_attribute_value), old_value, new_value,
        activity_date, _as_of, _landed_at
    from score_changes
),

-- The book may know a field by either name; Marketo logs the one people see.
named as (
    select
        landed.*,
        coalesce(rest_words.value, display_words.value) as field,
        coalesce(fields.rest_name, landed.field_name, '(none)') as attribute,
        known_records.native_id is null as is_orphan
    from landed
    left join fields on fields.display_name = landed.field_name
    left join words as rest_words on rest_words.source_value = fields.rest_name
    left join words as display_words on display_words.source_value = landed.field_name
    left join known_records on known_records.native_id = landed.lead_id
),

judged as (
    select
        named.*,
        old_status.stage as old_stage,
        new_status.stage as new_stage,
        coalesce(named.field = 'status', false) as is_status,
        coalesce(named.field = 'status', false)
        and named.new_value is not null and new_status.stage is null
            as has_unknown_status,
        named.activity_date <= named._as_of as is_visible,
        -- Of two values of one second the activity logged last is the attribute's.
        named.field is null and row_number() over (
            partition by
                named.lead_id, named.attribute, named.activity_date, named.field
            order by
                length(named.activity_id) desc nulls last,
                named.activity_id desc nulls last,
                named.table_name asc nulls last
        ) > 1 as is_replaced
    from named
    left join lead_status as old_status
        on old_status.source_value
        = case when named.field = 'status' then lower(named.old_value) end
    left join lead_status as new_status
        on new_status.source_value
        = case when named.field = 'status' then lower(named.new_value) end
)

select
    table_name,
    change_id,
    lead_id,
    field,
    attribute,
    case when is_status then new_value end as status_word,
    case when is_status then old_stage else old_value end as old_value,
    case when is_status then new_stage else new_value end as new_value,
    case
        when has_unknown_status then 'quarantined'
        when is_orphan then 'held'
        when not is_visible then 'held'
        when is_replaced then 'superseded'
        else 'accepted'
    end as disposition,
    case
        when has_unknown_status then 'UNKNOWN_STATUS'
        when is_orphan then 'UNKNOWN_RECORD'
    end as reason_code,

    is_status,

    activity_date as changed_at,
    _landed_at as landed_at
from judged
