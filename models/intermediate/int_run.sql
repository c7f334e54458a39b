-- One row per run: what it was told, and the calendar of its company.
with run_settings as (
    select * from {{ source('run', 'run_settings') }}
),

company as (
    select * from {{ source('book', 'company') }}
)

select
    company.company_id,
    company.time_zone,
    company.currency,

    company.fiscal_year_start_month,
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
        or company.valid_to > {{ local_day('run_settings.as_of', 'company.time_zone') }}
    )
