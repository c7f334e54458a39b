-- One row per word for a lead's status.
with leads as (
    select * from {{ ref('base_marketo__leads') }}
),

status_changes as (
    select * from {{ ref('base_marketo__field_changes') }} where is_status
),

run_settings as (
    select * from {{ source('run', 'run_settings') }}
),

said as (
    select lead_status as word, stage is not null as is_mapped,
        coalesce(updated_at, created_at) as seen_at
    from leads
    union all
    select status_word, new_value is not null, changed_at from status_changes
)

select
    'marketo' as source,
    word as source_value,

    count(*) as row_count,

    is_mapped,

    min(seen_at) as first_seen_at,
    max(seen_at) as last_seen_at
from said
cross join run_settings
where word is not null and seen_at <= run_settings.as_of
group by word, is_mapped
