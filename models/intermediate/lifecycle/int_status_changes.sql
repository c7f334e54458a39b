-- One row per change of a record's stage in a tool, its first and last marked.
with lead_changes as (
    select * from {{ ref('int_port_lead_changes') }} where field = 'stage'
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }} where field = 'stage'
),

changes as (
    select
        'ma' as system, source, 'ma_lead' as object, source_record_id as native_id,
        change_id, old_value, new_value, cast(null as varchar) as changed_by,
        changed_at, recorded_at, landed_at
    from lead_changes
    union all
    select
        'sfa', source, 'sfa_record', source_record_id,
        change_id, old_value, new_value, changed_by,
        changed_at, recorded_at, landed_at
    from record_changes
)

select
    system,
    source,
    object,
    native_id,
    change_id,
    old_value as old_stage,
    new_value as new_stage,
    changed_by,

    row_number() over (
        partition by object, source, native_id
        order by changed_at asc nulls last, change_id asc nulls last
    ) = 1 as is_first,
    row_number() over (
        partition by object, source, native_id
        order by changed_at desc nulls last, change_id desc nulls last
    ) = 1 as is_last,

    changed_at,
    recorded_at,
    landed_at
from changes
