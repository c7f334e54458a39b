-- One row per landed version of an opportunity, with what becomes of it.
with landed as (
    {{ live_rows('salesforce', 'opportunity') }}
),

opportunity_stage as (
    select * from {{ source('book', 'opportunity_stage') }} where source = 'salesforce'
),

-- Both flags together, or one that settles it alone, say more than a stage's name;
-- half a statement does not.
said as (
    select
        landed.*,
        case
            when landed.is_won then 'won'
            when landed.is_closed and not landed.is_won then 'lost'
            when not landed.is_closed then 'open'
            when opportunity_stage.outcome is not null then opportunity_stage.outcome
            when not landed.is_won then 'open'
        end as said_outcome,
        coalesce(landed.system_modstamp, landed.last_modified_date) as written_at,
        coalesce(landed.last_modified_date, landed.system_modstamp) as updated_at,
        coalesce(
            landed.system_modstamp, landed.last_modified_date, landed.created_date
        ) <= landed._as_of as is_visible
    from landed
    left join opportunity_stage
        on opportunity_stage.source_value = lower(landed.stage_name)
),

-- A deal of which nobody can tell is in no outcome yet.
newest_first as (
    select
        *,
        coalesce(said_outcome, 'open') as outcome,
        said_outcome is null as has_unknown_status,
        row_number() over (
            partition by id
            order by
                is_visible desc nulls last,
                case when is_visible then written_at end desc nulls last,
                case when not is_visible then written_at end asc nulls last,
                fivetran_synced desc nulls last,
                _delivery_number desc nulls last,
                coalesce(is_deleted, false) desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from said
),

-- What a version says under a word that nobody mapped is all known but its stage.
standings as (
    select
        *,
        case
            when created_date > _as_of then 'held'
            when version_rank > 1 then 'superseded'
            when is_visible and coalesce(is_deleted, false) then 'tombstone'
            else 'accepted'
        end as standing
    from newest_first
)

select
    *,
    case when has_unknown_status then 'quarantined' else standing end as disposition,
    case when has_unknown_status then 'UNKNOWN_STATUS' end as reason_code
from standings
