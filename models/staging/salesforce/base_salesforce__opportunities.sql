-- One row per landed version of an opportunity, with what becomes of it.
with landed as (
    {{ live_rows('salesforce', 'opportunity') }}
),

opportunity_stage as (
    select * from {{ source('book', 'opportunity_stage') }} where source = 'salesforce'
),

-- Both flags together, or one that settles it alone, say more than a stage's name;
-- half a statement does not.
mapped as (
    select
        landed.*,
        case
            when landed.is_won then 'won'
            when landed.is_closed and not landed.is_won then 'lost'
            when not landed.is_closed then 'open'
            when opportunity_stage.outcome is not null then opportunity_stage.outcome
            when not landed.is_won then 'open'
        end as outcome,
        coalesce(landed.system_modstamp, landed.last_modified_date) as written_at,
        coalesce(landed.last_modified_date, landed.system_modstamp) as updated_at,
        coalesce(
            landed.system_modstamp, landed.last_modified_date, landed.created_date
        ) <= landed._as_of as is_visible
    from landed
    left join opportunity_stage
        on opportunity_stage.source_value = lower(landed.stage_name)
),

newest_first as (
    select
        *,
        row_number() over (
            partition by id, outcome is null
            order by
                is_visible desc nulls last,
                case when is_visible then written_at end desc nulls last,
                case when not is_visible then written_at end asc nulls last,
                _delivery_number desc nulls last,
                coalesce(is_deleted, false) desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from mapped
)

select
    *,
    case
        when outcome is null then 'quarantined'
        when created_date > _as_of then 'held'
        when version_rank > 1 then 'superseded'
        when is_visible and coalesce(is_deleted, false) then 'tombstone'
        else 'accepted'
    end as disposition,
    case when outcome is null then 'UNKNOWN_STATUS' end as reason_code
from newest_first
