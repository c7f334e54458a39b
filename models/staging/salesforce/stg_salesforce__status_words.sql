-- One row per word for the status of a lead or contact.
with records as (
    select * from {{ ref('base_salesforce__records') }}
),

lead_changes as (
    select * from {{ ref('base_salesforce__lead_changes') }}
    where field_name = 'status'
),

contact_versions as (
    select * from {{ ref('base_salesforce__contact_versions') }}
),

run_settings as (
    select * from {{ source('run', 'run_settings') }}
),

said as (
    select status as word, stage is not null as is_mapped,
        coalesce(updated_at, created_date) as seen_at
    from records
    union all
    select new_word, new_stage is not null, created_date from lead_changes
    union all
    select contact_status_c, stage is not null, fivetran_start from contact_versions
)

select
    'salesforce' as source,
    word as source_value,

    count(*) as row_count,

    is_mapped,

    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at
from said
cross join run_settings
where word is not null and seen_at <= run_settings.as_of
group by word, is_mapped
