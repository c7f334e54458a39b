-- One row per observation of a lead attribute that the run may see.
with changes as (
    select * from {{ ref('base_marketo__field_changes') }}
)

-- A field that the book has no word for is an attribute under its own name.
select
    'marketo' as source,
    lead_id as source_record_id,
    attribute,
    new_value as value,

    changed_at as observed_at,
    landed_at
from changes
where disposition = 'accepted' and field is null
