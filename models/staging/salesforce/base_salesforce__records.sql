-- One row per landed version of a lead or contact, with what becomes of it.
with leads as (
    {{ live_rows('salesforce', 'lead') }}
),

contacts as (
    {{ live_rows('salesforce', 'contact') }}
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'salesforce' and system = 'sfa'
),

temperatures as (
    select *
    from {{ source('book', 'words') }}
    where source = 'salesforce' and vocabulary = 'temperature'
),

landed as (
    select
        'lead' as record_type, id, email, company as company_name,
        account_c as account_id, owner_id, status, rating as temperature,
        lead_source, converted_date, converted_contact_id, converted_account_id,
        converted_opportunity_id, master_record_id, has_opted_out_of_email,
        coalesce(is_deleted, false) as is_deleted, created_date, last_modified_date,
        system_modstamp, fivetran_synced, _as_of, _delivery_number, _batch_number,
        _row_number, _landed_at
    from leads
    union all
    select
        'contact', id, email, null,
        account_id, owner_id, contact_status_c, rating_c,
        lead_source, null, null, null,
        null, master_record_id, has_opted_out_of_email,
        coalesce(is_deleted, false), created_date, last_modified_date,
        system_modstamp, fivetran_synced, _as_of, _delivery_number, _batch_number,
        _row_number, _landed_at
    from contacts
),

-- The system's stamp moves with every writing, a deletion too; people's with their own.
mapped as (
    select
        landed.*,
        lead_status.stage,
        coalesce(temperatures.value, landed.temperature) as our_temperature,
        landed.status is not null and lead_status.stage is null as has_unknown_status,
        coalesce(landed.system_modstamp, landed.last_modified_date) as written_at,
        coalesce(landed.last_modified_date, landed.system_modstamp) as updated_at,
        coalesce(
            landed.system_modstamp, landed.last_modified_date, landed.created_date
        ) <= landed._as_of as is_visible
    from landed
    left join lead_status on lead_status.source_value = lower(landed.status)
    left join temperatures
        on temperatures.source_value = lower(landed.temperature)
),

-- A version written after the as-of stands in only where no earlier one was delivered.
newest_first as (
    select
        *,
        row_number() over (
            partition by id
            order by
                is_visible desc nulls last,
                case when is_visible then written_at end desc nulls last,
                case when not is_visible then written_at end asc nulls last,
                fivetran_synced desc nulls last,
                _delivery_number desc nulls last,
                is_deleted desc nulls last,
                _batch_number desc nulls last,
                _row_number desc nulls last
        ) as version_rank
    from mapped
),

last_alive as (
    select
        *,
        min(case when not is_deleted then version_rank end)
            over (partition by id) as alive_rank
    from newest_first
),

-- A deleted record may be written again: it was deleted when it was last alive no more.
deletions as (
    select
        *,
        min(
            case
                when
                    is_visible
                    and is_deleted
                    and version_rank < coalesce(alive_rank, version_rank + 1)
                    then coalesce(written_at, created_date)
            end
        ) over (partition by id) as deleted_at
    from last_alive
),

-- What a version says under a word that nobody mapped is all known but its status.
standings as (
    select
        *,
        case
            when created_date > _as_of then 'held'
            when version_rank > 1 then 'superseded'
            when deleted_at is not null then 'tombstone'
            else 'accepted'
        end as standing
    from deletions
)

select
    *,
    case when has_unknown_status then 'quarantined' else standing end as disposition,
    case when has_unknown_status then 'UNKNOWN_STATUS' end as reason_code
from standings
