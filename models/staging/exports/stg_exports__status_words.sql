-- One row per word for a lead's status in the export.
with leads as (
    select * from {{ ref('base_exports__ma_leads') }}
),

lead_changes as (
    select * from {{ ref('base_exports__ma_lead_changes') }} where is_status
),

records as (
    select * from {{ ref('base_exports__sfa_records') }}
),

record_changes as (
    select * from {{ ref('base_exports__sfa_record_changes') }} where is_status
),

run_settings as (
    select * from {{ source('run', 'run_settings') }}
),

said as (
    select status as word, stage is not null as is_mapped,
        coalesce(updated_at, created_at) as seen_at
    from leads
    union all
    select new_value, new_stage is not null, changed_at from lead_changes
    union all
    select status, stage is not null, coalesce(updated_at, created_at) from records
    union all
    select new_value, new_stage is not null, changed_at from record_changes
)

select
    'exports' as source,
    word as source_value,

    count(*) as row_count,

    is_mapped,

    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at
from said
cross join run_settings
where word is not null and seen_at <= run_settings.as_of
group by word, is_mapped
