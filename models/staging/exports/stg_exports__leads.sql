-- One row per record of the MA, its newest visible version.
with versions as (
    select * from {{ ref('base_exports__ma_leads') }}
)

-- Of a version written after the as-of only what never changes is taken.
select
    'exports' as source,
    ma_lead_id as source_record_id,
    email,
    company_name,
    corporate_number,
    industry,
    department,
    job_function,
    title,
    job_level,
    lead_source,
    campaign_id,
    sfa_record_id,
    cast(null as varchar) as sfa_source,
    case when is_visible then stage end as stage,
    case when is_visible then temperature end as temperature,

    employees,
    case when is_visible then score end as score,

    is_opted_out,

    created_at,
    case when is_visible then updated_at end as updated_at,
    case when deleted_at <= _as_of then deleted_at end as deleted_at,
    _landed_at as landed_at
from versions
where standing in ('accepted', 'tombstone')
