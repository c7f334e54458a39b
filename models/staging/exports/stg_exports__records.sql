-- One row per record of the SFA (lead or contact), its newest visible version.
with versions as (
    select * from {{ ref('base_exports__sfa_records') }}
)

select
    'exports' as source,
    sfa_record_id as source_record_id,
    record_type,
    email,
    company_name,
    account_id,
    owner_id,
    stage,
    temperature,
    lead_source,
    converted_contact_id,
    converted_account_id,
    converted_opportunity_id,

    created_at,
    converted_at,
    updated_at,
    case when deleted_at <= _as_of then deleted_at end as deleted_at,
    _landed_at as landed_at
from versions
where disposition in ('accepted', 'tombstone')
