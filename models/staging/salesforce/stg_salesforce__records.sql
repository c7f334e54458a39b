-- One row per lead or contact, its newest visible version.
with versions as (
    select * from {{ ref('base_salesforce__records') }}
    where standing in ('accepted', 'tombstone')
),

changes as (
    select * from {{ ref('base_salesforce__lead_changes') }}
    where disposition = 'accepted'
),

accounts as (
    select * from {{ ref('stg_salesforce__accounts') }}
),

-- All its rows have one zone.
company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
),

recorded_conversions as (
    select lead_id, min(created_date) as converted_at
    from changes
    where is_conversion
    group by lead_id
),

dated as (
    select
        versions.*,
        accounts.name as account_name,
        recorded_conversions.converted_at as recorded_at,
        contacts.created_date as contact_created_date,
        company.time_zone,
        {{ day_meant('versions.converted_date', 'company.time_zone') }} as converted_on,
        versions.converted_date != date_trunc('day', versions.converted_date)
            as is_instant
    from versions
    cross join company
    left join accounts on accounts.account_id = versions.account_id
    left join recorded_conversions on recorded_conversions.lead_id = versions.id
    left join versions as contacts on contacts.id = versions.converted_contact_id
),

-- The record holds the bare day. Its history has the instant; the contact that was made
-- that day has it too; else the day begins it, but never before the lead was there.
converted as (
    select
        *,
        case
            when recorded_at is not null then recorded_at
            when is_instant then converted_date
            when {{ local_day('contact_created_date', 'time_zone') }} = converted_on
                then greatest(contact_created_date, created_date)
            when converted_on is not null
                then greatest(
                    {{ day_start('converted_on', 'time_zone') }}, created_date
                )
        end as converted_at
    from dated
)

-- Of a version written after the as-of only what never changes is taken.
select
    'salesforce' as source,
    id as source_record_id,
    substr(id, 1, 15) as other_id,
    record_type,
    email,
    coalesce(company_name, account_name) as company_name,
    account_id,
    owner_id,
    case when is_visible then stage end as stage,
    case when is_visible then our_temperature end as temperature,
    lead_source,
    case when converted_at <= _as_of or is_visible then converted_contact_id end
        as converted_contact_id,
    case when converted_at <= _as_of or is_visible then converted_account_id end
        as converted_account_id,
    case when converted_at <= _as_of or is_visible then converted_opportunity_id end
        as converted_opportunity_id,

    case when is_visible then has_opted_out_of_email end as is_opted_out,

    created_date as created_at,
    case when converted_at <= _as_of then converted_at end as converted_at,
    case when is_visible then updated_at end as updated_at,
    deleted_at,
    _landed_at as landed_at
from converted
