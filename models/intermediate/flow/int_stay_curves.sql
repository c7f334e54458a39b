-- One row per basis, period, stage, kind of hours and hour at which stays ended.
with stays as (
    select * from {{ ref('int_stay_hours') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

hour_kinds as (
    select definition_basis, stage, entered_on, is_left, 'calendar' as hours_kind,
        calendar_hours as hours, calendar_seen_hours as seen_hours
    from stays
    union all
    select definition_basis, stage, entered_on, is_left, 'business', business_hours,
        business_seen_hours
    from stays
),

-- Everybody is followed for whole hours, and hours begun count in full; what ended
-- within the last hour was still open.
followed as (
    select
        definition_basis,
        stage,
        entered_on,
        hours_kind,
        is_left and ceil(hours) <= floor(seen_hours) as is_ended,
        case
            when is_left and ceil(hours) <= floor(seen_hours) then ceil(hours)
            else floor(seen_hours)
        end as at_hours
    from hour_kinds
),

counted as (
    select
        followed.definition_basis,
        followed.stage,
        followed.hours_kind,
        day_periods.period_number,
        followed.at_hours,
        count(*) as stays,
        count(*) filter (where followed.is_ended) as stays_ended
    from followed
    inner join day_periods on day_periods.day_on = followed.entered_on
    group by
        followed.definition_basis, followed.stage, followed.hours_kind,
        day_periods.period_number, followed.at_hours
),

at_risk as (
    select
        *,
        sum(stays) over (
            partition by definition_basis, stage, hours_kind, period_number
            order by at_hours desc nulls last
        ) as stays_at_risk
    from counted
)

-- Kaplan and Meier: the share that still stays.
select
    definition_basis,
    stage,
    hours_kind,

    period_number,
    at_hours,
    stays,
    stays_ended,
    round(
        {{ product_of('1 - cast(stays_ended as double) / nullif(stays_at_risk, 0)') }}
            over (
                partition by definition_basis, stage, hours_kind, period_number
                order by at_hours asc nulls last
            ),
        9
    ) as survival
from at_risk
