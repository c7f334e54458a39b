-- One row per marketing-qualified lead.
with landed as (
    {{ live_rows('olist', 'marketing_qualified_leads') }}
),

deals as (
    {{ live_rows('olist', 'closed_deals') }}
),

lead_status as (
    select *
    from {{ source('book', 'lead_status') }}
    where source = 'olist' and system = 'ma'
)

-- Every row of this file is declared qualified: that is what the file is.
select
    'olist' as source,
    landed.mql_id as source_record_id,
    cast(null as varchar) as email,
    cast(null as varchar) as company_name,
    cast(null as varchar) as corporate_number,
    cast(null as varchar) as industry,
    cast(null as varchar) as department,
    cast(null as varchar) as job_function,
    cast(null as varchar) as title,
    cast(null as varchar) as job_level,
    landed.origin as lead_source,
    cast(null as varchar) as campaign_id,
    deals.mql_id as sfa_record_id,
    'olist' as sfa_source,
    lead_status.stage,
    cast(null as varchar) as temperature,

    cast(null as bigint) as employees,
    cast(null as double) as score,

    cast(null as boolean) as is_opted_out,

    landed.first_contact_date as created_at,
    cast(null as timestamp) as updated_at,
    cast(null as timestamp) as deleted_at,
    landed._landed_at as landed_at
from landed
left join lead_status on lead_status.source_value = 'mql'
left join deals on deals.mql_id = landed.mql_id and deals.won_date <= deals._as_of
where landed.first_contact_date <= landed._as_of
