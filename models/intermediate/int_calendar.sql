-- One row per day of the company, on record or of a fiscal year with a target.
with run as (
    select * from {{ ref('int_run') }}
),

leads as (
    select * from {{ ref('int_port_leads') }}
),

records as (
    select * from {{ ref('int_port_records') }}
),

lead_changes as (
    select * from {{ ref('int_port_lead_changes') }}
),

touches as (
    select * from {{ ref('int_port_touches') }}
),

record_changes as (
    select * from {{ ref('int_port_record_changes') }}
),

opportunities as (
    select * from {{ ref('int_port_opportunities') }}
),

handovers as (
    select * from {{ ref('int_port_handovers') }}
),

activities as (
    select * from {{ ref('int_port_sales_activities') }}
),

bookings as (
    select * from {{ ref('int_port_bookings') }}
),

targets as (
    select * from {{ source('book', 'kpi_targets') }}
),

firsts as (
    select min(created_at) as first_at from leads
    union all
    select min(created_at) from records
    union all
    select min(occurred_at) from touches
    union all
    select min(changed_at) from lead_changes
    union all
    select min(changed_at) from record_changes
    union all
    select min({{ earliest(['created_at', 'won_at', 'lost_at']) }}) from opportunities
    union all
    select min(handed_over_at) from handovers
    union all
    select min(occurred_at) from activities
    union all
    select min({{ day_start('bookings.booked_on', 'run.time_zone') }})
    from bookings
    cross join run
),

recorded as (
    select
        run.time_zone,
        run.fiscal_year_start_month,
        run.as_of_on,
        coalesce(
            min({{ local_day('firsts.first_at', 'run.time_zone') }}),
            run.as_of_on
        ) as first_on
    from run
    cross join firsts
    group by run.time_zone, run.fiscal_year_start_month, run.as_of_on
),

-- A year around a target holds its fiscal year.
planned as (
    select
        min({{ shift_months('period_on', -12) }}) as first_on,
        max({{ shift_months('period_on', 12) }}) as last_on
    from targets
),

bounds as (
    select
        recorded.time_zone,
        recorded.fiscal_year_start_month,
        recorded.first_on as recorded_from_on,
        recorded.as_of_on,
        coalesce(
            case
                when planned.first_on < recorded.first_on then planned.first_on
            end,
            recorded.first_on
        ) as first_on,
        coalesce(
            case when planned.last_on > recorded.as_of_on then planned.last_on end,
            recorded.as_of_on
        ) as last_on
    from recorded
    cross join planned
),

days as (
    {{ day_spine('bounds', 'bounds.first_on', 'bounds.last_on') }}
),

-- Shifting the year to start in January makes its quarters the calendar's.
shifted as (
    select
        days.day_on,
        bounds.time_zone,
        bounds.recorded_from_on,
        bounds.as_of_on,
        bounds.fiscal_year_start_month - 1 as months_shifted,
        {{ shift_months('days.day_on', '1 - bounds.fiscal_year_start_month') }}
            as shifted_on
    from days
    cross join bounds
)

select
    day_on,

    cast(extract(year from shifted_on) as bigint) as fiscal_year,

    day_on >= recorded_from_on and day_on <= as_of_on as is_on_record,

    cast(date_trunc('week', day_on) as date) as week_on,
    cast(date_trunc('month', day_on) as date) as month_on,
    {{ shift_months(
        "cast(date_trunc('quarter', shifted_on) as date)", 'months_shifted'
    ) }} as quarter_on,
    {{ shift_months("cast(date_trunc('year', shifted_on) as date)", 'months_shifted') }}
        as year_on,
    {{ day_start('day_on', 'time_zone') }} as starts_at,
    {{ day_start(shift_day('day_on', 1), 'time_zone') }} as ends_at
from shifted
