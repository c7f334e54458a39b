-- One row per landed version of an opportunity's history row, with what becomes of it.
with landed as (
    {{ judged_versions('salesforce', 'opportunity_field_history', ['id']) }}
),

fields as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'field'
),

opportunities as (
    select * from {{ ref('base_salesforce__known_opportunities') }}
),

-- A row deleted with its opportunity still happened; one deleted alone was taken back.
named as (
    select
        landed.*,
        coalesce(fields.value, lower(landed.field)) as field_name,
        opportunities.opportunity_id is null as is_orphan,
        coalesce(landed.is_deleted, false)
        and not coalesce(opportunities.is_deleted, false) as is_taken_back
    from landed
    left join fields on fields.source_value = lower(landed.field)
    left join opportunities on opportunities.opportunity_id = landed.opportunity_id
)

select
    id,
    opportunity_id,
    field_name,
    old_value,
    new_value,

    created_date,
    _landed_at,
    case
        when version_rank > 1 then 'superseded'
        when is_taken_back then 'tombstone'
        when is_orphan then 'held'
        when created_date <= _as_of then 'accepted'
        else 'held'
    end as disposition,
    case
        when version_rank = 1 and is_orphan and not is_taken_back
            then 'UNKNOWN_RECORD'
    end as reason_code
from named
