-- One row per landed version of a lead, with what becomes of it.
with landed as (
    {{ live_rows('marketo', 'lead') }}
),

landed_deletions as (
    {{ live_rows('marketo', 'activity_delete_lead') }}
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'marketo' and system = 'ma'
),

deletions as (
    select
        lead_id,
        max(case when activity_date <= _as_of then activity_date end) as deleted_at
    from landed_deletions
    group by lead_id
),

mapped as (
    select
        landed.*,
        lead_status.stage,
        deletions.lead_id is not null as has_deletion,
        deletions.deleted_at as logged_deletion_at,
        coalesce(landed.fivetran_deleted, false) as is_flagged_deleted,
        landed.lead_status is not null and lead_status.stage is null
            as has_unknown_status,
        coalesce(landed.updated_at, landed.created_at) <= landed._as_of as is_visible
    from landed
    left join lead_status on lead_status.source_value = lower(landed.lead_status)
    left join deletions on deletions.lead_id = landed.id
),

-- The log dates a deletion, also where the lead itself never came again. The flag of
-- the connector has no instant of its own: the last change is the latest one known.
-- A lead that changed after its deletion lives again.
dated as (
    select
        *,
        case
            when
                is_visible and not is_flagged_deleted
                and updated_at > logged_deletion_at
                then null
            when has_deletion then logged_deletion_at
            when is_visible and is_flagged_deleted
                then coalesce(updated_at, created_at)
        end as deleted_at
    from mapped
),

-- A version written after the as-of stands in only where no earlier one was delivered.
newest_first as (
    select
        *,
        row_number() over (
            partition by id
            order by
                is_visible desc nulls last,
                case when is_visible then updated_at end desc nulls last,
                case when not is_visible then updated_at end asc nulls last,
                _delivery_number desc nulls last,
                is_flagged_deleted desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from dated
),

-- What a version says under a word that nobody mapped is all known but its status.
standings as (
    select
        *,
        case
            when created_at > _as_of then 'held'
            when version_rank > 1 then 'superseded'
            when deleted_at is not null then 'tombstone'
            else 'accepted'
        end as standing
    from newest_first
)

select
    *,
    case when has_unknown_status then 'quarantined' else standing end as disposition,
    case when has_unknown_status then 'UNKNOWN_STATUS' end as reason_code
from standings
