-- One row per change of an MA record's field that the run may see.
with changes as (
    select * from {{ ref('base_marketo__field_changes') }}
)

-- Marketo writes a change down when it happens.
select
    'marketo' as source,
    change_id,
    lead_id as source_record_id,
    case when is_status then 'stage' else field end as field,
    old_value,
    new_value,

    changed_at,
    cast(null as timestamp) as recorded_at,
    landed_at
from changes
where disposition = 'accepted' and field is not null
