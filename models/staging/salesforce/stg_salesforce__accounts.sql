-- One row per account that was not deleted, its newest version.
with versions as (
    {{ judged_versions(
        'salesforce', 'account', ['id'],
        written_at='system_modstamp', created_at='created_date', deleted='is_deleted',
        received_at='fivetran_synced'
    ) }}
),

sites as (
    select
        *,
        split_part(
            replace(replace(lower(website), 'https://', ''), 'http://', ''), '/', 1
        ) as host
    from versions
    where disposition = 'accepted'
)

select
    'salesforce' as source,
    id as account_id,
    name,
    corporate_number_c as corporate_number,
    case
        when host like 'www.%' then substr(host, 5)
        when host like '%.%' then host
    end as domain,
    industry,
    tier_c as tier,

    number_of_employees as employees,
    cast(annual_revenue as decimal(18, 4)) as annual_revenue,

    _landed_at as landed_at
from sites
