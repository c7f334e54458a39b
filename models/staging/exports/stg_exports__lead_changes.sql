-- One row per change of an MA record's field that the run may see.
with changes as (
    select * from {{ ref('base_exports__ma_lead_changes') }}
)

select
    'exports' as source,
    change_id,
    ma_lead_id as source_record_id,
    case when is_status then 'stage' else field_name end as field,
    case when is_status then old_stage else old_value end as old_value,
    case when is_status then new_stage else new_value end as new_value,

    changed_at,
    recorded_at,
    _landed_at as landed_at
from changes
where disposition = 'accepted'
