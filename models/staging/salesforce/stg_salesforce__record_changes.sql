-- One row per change of a lead's or contact's field that the run may see.
with lead_changes as (
    select * from {{ ref('base_salesforce__lead_changes') }}
    where disposition = 'accepted' and not is_conversion
),

-- What a contact was first seen with is no change.
contact_versions as (
    select * from {{ ref('base_salesforce__contact_versions') }}
    where disposition = 'accepted' and previous_start is not null
),

changes as (
    select
        id as change_id,
        lead_id as source_record_id,
        case when field_name = 'status' then 'stage' else field_name end as field,
        case when field_name = 'status' then old_stage else old_word end as old_value,
        case when field_name = 'status' then new_stage else new_word end as new_value,
        created_by_id as changed_by,
        created_date as changed_at,
        _landed_at as landed_at
    from lead_changes
    union all
    select
        id || ':stage:' || cast(fivetran_start as varchar), id, 'stage',
        previous_stage, stage, last_modified_by_id, fivetran_start, _landed_at
    from contact_versions
    where contact_status_c is distinct from previous_status
    union all
    select
        id || ':temperature:' || cast(fivetran_start as varchar), id, 'temperature',
        previous_temperature, temperature, last_modified_by_id, fivetran_start,
        _landed_at
    from contact_versions
    where temperature is distinct from previous_temperature
    union all
    select
        id || ':owner_id:' || cast(fivetran_start as varchar), id, 'owner_id',
        previous_owner_id, owner_id, last_modified_by_id, fivetran_start, _landed_at
    from contact_versions
    where owner_id is distinct from previous_owner_id
)

select
    'salesforce' as source,
    change_id,
    source_record_id,
    field,
    old_value,
    new_value,
    changed_by,

    changed_at,
    cast(null as timestamp) as recorded_at,
    landed_at
from changes
