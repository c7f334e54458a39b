-- One row per change of an SFA record's field that the run may see.
with changes as (
    select * from {{ ref('base_exports__sfa_record_changes') }}
)

select
    'exports' as source,
    change_id,
    sfa_record_id as source_record_id,
    case when is_status then 'stage' else lower(field) end as field,
    case when is_status then old_stage else old_word end as old_value,
    case when is_status then new_stage else new_word end as new_value,
    changed_by,

    changed_at,
    recorded_at,
    _landed_at as landed_at
from changes
where disposition = 'accepted'
