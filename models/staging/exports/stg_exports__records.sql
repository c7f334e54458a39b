-- One row per record of the SFA (lead or contact), its newest visible version.
with versions as (
    select * from {{ ref('base_exports__sfa_records') }}
)

-- Of a version written after the as-of only what never changes is taken.
select
    'exports' as source,
    sfa_record_id as source_record_id,
    cast(null as varchar) as other_id,
    record_type,
    email,
    company_name,
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

    cast(null as boolean) as is_opted_out,

    created_at,
    case when converted_at <= _as_of then converted_at end as converted_at,
    case when is_visible then updated_at end as updated_at,
    case when deleted_at <= _as_of then deleted_at end as deleted_at,
    _landed_at as landed_at
from versions
where standing in ('accepted', 'tombstone')
