-- One row per change of an opportunity field that the run may see.
with field_changes as (
    select * from {{ ref('base_salesforce__field_changes') }}
    where disposition = 'accepted'
),

-- What an opportunity was first seen with is no change.
states as (
    select * from {{ ref('base_salesforce__opportunity_states') }}
    where disposition = 'accepted' and previous_start is not null
),

feeds as (
    select * from {{ source('landing', 'feeds') }}
    where
        source = 'salesforce'
        and table_name = 'opportunity_field_history'
        and not has_landed
),

-- Only where the tool's own history is not delivered do states tell what changed.
telling_states as (
    select states.*
    from states
    cross join feeds
),

changes as (
    select
        id as change_id,
        opportunity_id,
        field_name as field,
        old_value,
        new_value,
        created_date as changed_at,
        _landed_at as landed_at
    from field_changes
    union all
    select
        id || ':stage:' || cast(fivetran_start as varchar), id, 'stage',
        previous_stage, stage_name, fivetran_start, _landed_at
    from telling_states
    where stage_name is distinct from previous_stage
    union all
    select
        id || ':amount:' || cast(fivetran_start as varchar), id, 'amount',
        cast(previous_amount as varchar), cast(amount as varchar),
        fivetran_start, _landed_at
    from telling_states
    where amount is distinct from previous_amount
    union all
    select
        id || ':close_on:' || cast(fivetran_start as varchar), id, 'close_on',
        cast(previous_close_date as varchar), cast(close_date as varchar),
        fivetran_start, _landed_at
    from telling_states
    where close_date is distinct from previous_close_date
)

select
    'salesforce' as source,
    change_id,
    opportunity_id,
    field,
    old_value,
    new_value,

    changed_at,
    cast(null as timestamp) as recorded_at,
    landed_at
from changes
