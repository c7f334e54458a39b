-- One row per period and opportunity that was open in it for any time.
with deals as (
    select * from {{ ref('int_deal_kinds') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

days as (
    select * from {{ ref('int_days') }}
),

run as (
    select * from {{ ref('int_run') }}
),

periods as (
    select
        day_periods.period_grain,
        day_periods.period_on,
        min(days.starts_at) as starts_at,
        max(days.ends_at) as ends_at
    from day_periods
    inner join days on days.day_on = day_periods.day_on
    group by day_periods.period_grain, day_periods.period_on
),

-- A deal without a date was there before all others; none ends before it begins.
spans as (
    select
        *,
        coalesce(registered_at, timestamp '0001-01-01 00:00:00') as from_at,
        case
            when ended_at < registered_at then registered_at
            else ended_at
        end as to_at
    from deals
)

select
    periods.period_grain,
    spans.source,
    spans.opportunity_id,
    spans.source_group,
    spans.channel,
    spans.owner_team,
    spans.product,
    spans.currency,

    spans.amount,
    case
        when spans.registered_at is null then null
        when run.as_of < periods.ends_at
            then {{ whole_days('spans.registered_at', 'run.as_of') }}
        else {{ whole_days('spans.registered_at', 'periods.ends_at') }}
    end as age_days,

    spans.source_group = 'marketing' as is_sourced,
    spans.is_influenced,
    spans.from_at < periods.starts_at as is_before,
    coalesce(spans.to_at < periods.ends_at and spans.outcome = 'won', false) as is_won,
    coalesce(spans.to_at < periods.ends_at and spans.outcome != 'won', false)
        as is_lost,
    spans.to_at is null or spans.to_at >= periods.ends_at as is_after,

    periods.period_on
from spans
cross join run
inner join periods
    on periods.ends_at > spans.from_at
    and periods.starts_at <= coalesce(spans.to_at, timestamp '9999-12-31 00:00:00')
