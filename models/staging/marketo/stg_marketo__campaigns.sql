-- One row per program, its newest visible version.
with versions as (
    {{ judged_versions('marketo', 'program', ['id'], written_at='updated_at') }}
),

company as (
    select time_zone
    from {{ source('book', 'company') }}
    group by time_zone
)

-- A program deleted since stays the campaign of what people did in it.
select
    'marketo' as source,
    versions.id as campaign_id,
    versions.name,
    versions.channel,
    versions.persona,
    versions.appeal,

    {{ day_meant('versions.start_date', 'company.time_zone') }} as started_on,
    {{ day_meant('versions.end_date', 'company.time_zone') }} as ended_on,
    versions._landed_at as landed_at
from versions
cross join company
where versions.disposition = 'accepted'
