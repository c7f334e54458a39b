-- id: pipeline_balances
-- table: marts.mart_pipeline
-- kind: adding up
-- promise: Of every period and segment, the deals open as it began, and those that came,
--   less those won and lost, are open as it ends; a period begins as the one before
--   ended; every dimension adds up to the total; and no part exceeds its whole.
with pipeline as (
    select * from {batch}
),

totals as (
    select
        period_grain, currency, period_on, segment_dimension,
        sum(open_before) as open_before, sum(created) as created, sum(won) as won,
        sum(lost) as lost, sum(open_after) as open_after, sum(bookings) as bookings,
        sum(booked_amount) as booked_amount, sum(traced_amount) as traced_amount,
        sum(coalesce(open_after_amount, 0)) as open_after_amount
    from pipeline
    group by period_grain, currency, period_on, segment_dimension
),

-- A period in which nothing was open has no row.
ended as (
    select
        earlier.period_grain, earlier.currency, earlier.segment_dimension,
        earlier.segment_value, earlier.open_after, earlier.open_after_amount,
        earlier.period_on,
        case
            when earlier.period_grain = 'week'
                then earlier.period_on + interval 7 day
            when earlier.period_grain = 'month'
                then earlier.period_on + interval 1 month
            else earlier.period_on + interval 3 month
        end as next_on
    from pipeline as earlier
),

last_periods as (
    select period_grain, max(period_on) as last_on
    from (
        select 'week' as period_grain, week_on as period_on from dimensions.dim_days
        union all
        select 'month', month_on from dimensions.dim_days
        union all
        select 'quarter', quarter_on from dimensions.dim_days
    ) as periods
    group by period_grain
)

select
    pipeline.currency,
    pipeline.period_grain,
    pipeline.period_on,
    pipeline.segment_dimension,
    pipeline.segment_value
from pipeline
inner join totals
    on totals.period_grain = pipeline.period_grain
    and totals.currency = pipeline.currency
    and totals.period_on = pipeline.period_on
    and totals.segment_dimension = pipeline.segment_dimension
inner join totals as alls
    on alls.period_grain = pipeline.period_grain
    and alls.currency = pipeline.currency
    and alls.period_on = pipeline.period_on
    and alls.segment_dimension = 'all'
left join ended
    on ended.period_grain = pipeline.period_grain
    and ended.currency = pipeline.currency
    and ended.segment_dimension = pipeline.segment_dimension
    and ended.segment_value = pipeline.segment_value
    and cast(ended.next_on as date) = pipeline.period_on
where
    pipeline.open_before + pipeline.created - pipeline.won - pipeline.lost
    <> pipeline.open_after
    or pipeline.open_before_amount + pipeline.created_amount - pipeline.won_amount
    - pipeline.lost_amount <> pipeline.open_after_amount
    or pipeline.open_before <> coalesce(ended.open_after, 0)
    or pipeline.open_before_amount
    <> case when ended.period_on is null then 0 else ended.open_after_amount end
    or totals.open_before <> alls.open_before
    or totals.created <> alls.created
    or totals.won <> alls.won
    or totals.lost <> alls.lost
    or totals.open_after <> alls.open_after
    or totals.bookings <> alls.bookings
    or totals.booked_amount <> alls.booked_amount
    or totals.traced_amount <> alls.traced_amount
    or totals.open_after_amount <> alls.open_after_amount
    or pipeline.open_without_amount > pipeline.open_after
    or pipeline.traced_amount > pipeline.booked_amount
    or pipeline.sourced_amount > pipeline.open_after_amount
    or pipeline.influenced_amount > pipeline.open_after_amount
union
-- Who is open as a period ends is in the next one.
select
    ended.currency,
    ended.period_grain,
    ended.period_on,
    ended.segment_dimension,
    ended.segment_value
from ended
inner join last_periods on last_periods.period_grain = ended.period_grain
left join pipeline
    on pipeline.period_grain = ended.period_grain
    and pipeline.currency = ended.currency
    and pipeline.segment_dimension = ended.segment_dimension
    and pipeline.segment_value = ended.segment_value
    and pipeline.period_on = cast(ended.next_on as date)
where
    ended.open_after > 0
    and ended.period_on < last_periods.last_on
    and pipeline.period_on is null
