-- One row per stay in a stage: its hours, of the calendar and of the company's work.
with stays as (
    select * from {{ ref('int_stage_stays') }}
),

stretches as (
    select * from {{ ref('int_business_stretches') }}
),

run as (
    select * from {{ ref('int_run') }}
),

dated as (
    select
        stays.*,
        {{ company_day('stays.entered_at') }} as entered_on,
        {{ company_day('coalesce(stays.left_at, run.as_of)') }} as left_on,
        coalesce(stays.left_at, run.as_of) as stayed_to_at,
        run.as_of
    from stays
    cross join run
),

as_of_worked as (
    select {{ hours_worked_until('run.as_of', 'stretches') }} as hours
    from run
    inner join stretches
        on stretches.from_at <= run.as_of
        and stretches.to_at > run.as_of
)

select
    dated.definition_basis,
    dated.lead_id,
    dated.stage,

    dated.cycle_number,
    {{ hours_begun('dated.entered_at', 'dated.stayed_to_at') }} as calendar_hours,
    {{ whole_hours('dated.entered_at', 'dated.as_of') }} as calendar_seen_hours,
    round(
        {{ hours_worked_until('dated.stayed_to_at', 'last_stretches') }}
        - ({{ hours_worked_until('dated.entered_at', 'first_stretches') }}),
        9
    ) as business_hours,
    round(
        as_of_worked.hours
        - ({{ hours_worked_until('dated.entered_at', 'first_stretches') }}),
        9
    ) as business_seen_hours,

    dated.left_at is not null as is_left,

    dated.entered_on
from dated
cross join as_of_worked
inner join stretches as first_stretches
    on first_stretches.day_on = dated.entered_on
    and first_stretches.from_at <= dated.entered_at
    and first_stretches.to_at > dated.entered_at
inner join stretches as last_stretches
    on last_stretches.day_on = dated.left_on
    and last_stretches.from_at <= dated.stayed_to_at
    and last_stretches.to_at > dated.stayed_to_at
