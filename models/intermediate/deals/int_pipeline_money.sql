-- One row per period, currency and segment with a deal, money booked or a target.
with pipeline as (
    select * from {{ ref('int_pipeline_segments') }}
),

booked as (
    select * from {{ ref('int_booked_segments') }}
),

periods as (
    select * from {{ ref('int_periods') }}
),

set_targets as (
    select * from {{ ref('int_target_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- Nobody knows what was booked before the first day on record.
target_periods as (
    select set_targets.*
    from set_targets
    inner join periods
        on periods.period_grain = set_targets.period_grain
        and periods.period_on = set_targets.period_on
),

-- Targets are set for groups and for teams; each adds up to what is set for it.
targets as (
    select
        period_grain, period_on, 'all' as segment_dimension, 'all' as segment_value,
        target_amount, is_closed
    from target_periods
    where source_group = 'all'
    union all
    select period_grain, period_on, 'source_group', source_group, target_amount,
        is_closed
    from target_periods
    where source_group != 'all' and owner_team = 'all'
    union all
    select
        period_grain, period_on, 'owner_team', owner_team, sum(target_amount),
        is_closed
    from target_periods
    where owner_team != 'all'
    group by period_grain, period_on, owner_team, is_closed
),

sides as (
    select
        period_grain, period_on, currency, segment_dimension, segment_value,
        open_before, created, won, lost, open_after, open_without_amount,
        open_before_amount, created_amount, won_amount, lost_amount, open_after_amount,
        sourced_amount, influenced_amount, median_age_days, oldest_age_days,
        0 as bookings, null as booked_amount, null as traced_amount,
        null as target_amount, false as is_going_on
    from pipeline
    union all
    select
        period_grain, period_on, currency, segment_dimension, segment_value,
        0, 0, 0, 0, 0, 0, null, null, null, null, null, null, null, null, null,
        bookings, booked_amount, traced_amount, null, false
    from booked
    union all
    select
        targets.period_grain, targets.period_on, run.currency,
        targets.segment_dimension, targets.segment_value,
        0, 0, 0, 0, 0, 0, null, null, null, null, null, null, null, null, null,
        0, null, null, targets.target_amount, not targets.is_closed
    from targets
    cross join run
),

summed as (
    select
        period_grain,
        period_on,
        currency,
        segment_dimension,
        segment_value,
        sum(open_before) as open_before,
        sum(created) as created,
        sum(won) as won,
        sum(lost) as lost,
        sum(open_after) as open_after,
        sum(open_without_amount) as open_without_amount,
        sum(open_before_amount) as open_before_amount,
        sum(created_amount) as created_amount,
        sum(won_amount) as won_amount,
        sum(lost_amount) as lost_amount,
        sum(open_after_amount) as open_after_amount,
        sum(sourced_amount) as sourced_amount,
        sum(influenced_amount) as influenced_amount,
        max(median_age_days) as median_age_days,
        max(oldest_age_days) as oldest_age_days,
        sum(bookings) as bookings,
        sum(booked_amount) as booked_amount,
        sum(traced_amount) as traced_amount,
        sum(target_amount) as target_amount,
        bool_or(is_going_on) as is_going_on
    from sides
    group by period_grain, period_on, currency, segment_dimension, segment_value
)

-- No deals are worth 0; deals without an amount are worth nobody knows what.
select
    period_grain,
    currency,
    segment_dimension,
    segment_value,

    cast(open_before as bigint) as open_before,
    cast(created as bigint) as created,
    cast(won as bigint) as won,
    cast(lost as bigint) as lost,
    cast(open_after as bigint) as open_after,
    cast(open_without_amount as bigint) as open_without_amount,
    case when open_before = 0 then 0 else open_before_amount end as open_before_amount,
    case when created = 0 then 0 else created_amount end as created_amount,
    case when won = 0 then 0 else won_amount end as won_amount,
    case when lost = 0 then 0 else lost_amount end as lost_amount,
    case when open_after = 0 then 0 else open_after_amount end as open_after_amount,
    case when open_after = 0 then 0 else sourced_amount end as sourced_amount,
    case when open_after = 0 then 0 else influenced_amount end as influenced_amount,
    median_age_days,
    oldest_age_days,
    cast(bookings as bigint) as bookings,
    case when bookings = 0 then 0 else booked_amount end as booked_amount,
    case when bookings = 0 then 0 else traced_amount end as traced_amount,
    target_amount,

    is_going_on,

    period_on
from summed
