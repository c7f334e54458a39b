-- One row per landed version of an SFA record, with what becomes of it.
with landed as (
    {{ live_rows('exports', 'sfa_records') }}
),

lead_status as (
    select * from {{ source('book', 'lead_status') }}
),

temperatures as (
    select *
    from {{ source('book', 'words') }}
    where source = 'exports' and vocabulary = 'temperature'
),

mapped as (
    select
        landed.*,
        lead_status.stage,
        coalesce(temperatures.value, landed.temperature) as our_temperature,
        landed.status is not null and lead_status.stage is null as has_unknown_status,
        coalesce(landed.updated_at, landed.created_at) <= landed._as_of as is_visible
    from landed
    left join lead_status
        on lead_status.source = 'exports'
        and lead_status.system = 'sfa'
        and lead_status.source_value = lower(landed.status)
    left join temperatures
        on temperatures.source_value = lower(landed.temperature)
),

-- A version written after the as-of stands in only where no earlier one was delivered.
newest_first as (
    select
        *,
        row_number() over (
            partition by sfa_record_id
            order by
                is_visible desc nulls last,
                case when is_visible then updated_at end desc nulls last,
                case when not is_visible then updated_at end asc nulls last,
                _delivery_number desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from mapped
),

-- What a version says under a word that nobody mapped is all known but its status.
standings as (
    select
        *,
        case
            when created_at > _as_of then 'held'
            when version_rank > 1 then 'superseded'
            when deleted_at <= _as_of then 'tombstone'
            else 'accepted'
        end as standing
    from newest_first
)

select
    *,
    case when has_unknown_status then 'quarantined' else standing end as disposition,
    case when has_unknown_status then 'UNKNOWN_STATUS' end as reason_code
from standings
