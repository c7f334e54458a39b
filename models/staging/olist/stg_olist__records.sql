-- One row per lead that a closed deal names.
with landed as (
    {{ live_rows('olist', 'closed_deals') }}
)

select
    'olist' as source,
    mql_id as source_record_id,
    cast(null as varchar) as other_id,
    'lead' as record_type,
    cast(null as varchar) as email,
    cast(null as varchar) as company_name,
    seller_id as account_id,
    sdr_id as owner_id,
    cast(null as varchar) as stage,
    cast(null as varchar) as temperature,
    cast(null as varchar) as lead_source,
    cast(null as varchar) as converted_contact_id,
    seller_id as converted_account_id,
    mql_id as converted_opportunity_id,

    cast(null as boolean) as is_opted_out,

    cast(null as timestamp) as created_at,
    won_date as converted_at,
    cast(null as timestamp) as updated_at,
    cast(null as timestamp) as deleted_at,
    _landed_at as landed_at
from landed
where won_date <= _as_of
