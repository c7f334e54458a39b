-- One row per run: what it was told, and the calendar of its company.
with run_settings as (
    select * from {{ source('run', 'run_settings') }}
),

company as (
    select * from {{ source('book', 'company') }}
),

in_force as (
    select
        company.*,
        run_settings.landing_watermark,
        run_settings.as_of,
        {{ local_day('run_settings.as_of', 'company.time_zone') }} as as_of_on
    from run_settings
    inner join company
        on
            (
                company.valid_from is null
                or company.valid_from
                <= {{ local_day('run_settings.as_of', 'company.time_zone') }}
            )
        and (
            company.valid_to is null
            or company.valid_to
            > {{ local_day('run_settings.as_of', 'company.time_zone') }}
        )
),

-- From 2000 to ten years after the as-of: does the zone ever leave its offset?
zone_days as (
    {{ day_spine(
        'in_force', steady_since(), add_days('in_force.as_of', '3650')
    ) }}
),

offsets as (
    select {{ utc_offset_minutes('zone_days.day_on', 'in_force.time_zone') }} as minutes
    from zone_days
    cross join in_force
),

steady as (
    select case when min(minutes) = max(minutes) then min(minutes) end as minutes
    from offsets
)

select
    in_force.company_id,
    in_force.time_zone,
    in_force.currency,

    in_force.fiscal_year_start_month,
    steady.minutes as utc_offset_minutes,
    in_force.landing_watermark,

    in_force.as_of,
    in_force.as_of_on
from in_force
cross join steady
