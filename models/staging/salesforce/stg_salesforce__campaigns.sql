-- One row per campaign that was not deleted, as last delivered.
with versions as (
    {{ judged_versions('salesforce', 'campaign', ['id'], deleted='is_deleted') }}
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
)

select
    'salesforce' as source,
    versions.id as campaign_id,
    versions.name,
    versions.type as channel,
    cast(null as varchar) as persona,
    cast(null as varchar) as appeal,

    {{ day_meant('versions.start_date', 'company.time_zone') }} as started_on,
    {{ day_meant('versions.end_date', 'company.time_zone') }} as ended_on,
    versions._landed_at as landed_at
from versions
cross join company
where versions.disposition = 'accepted'
