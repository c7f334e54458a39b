-- id: booked_money_recounts
-- table: marts.mart_pipeline
-- kind: recounts
-- promise: What was booked in every period is the sum of the bookings delivered that
--   stand, without those of excluded leads; of a tool that delivers none, of won deals.
with every_segment as (
    select * from {batch}
),

pipeline as (
    select * from every_segment where segment_dimension = 'all'
),

words as (
    select source, source_value, value from book.words where vocabulary = 'currency'
),

delivered as (
    select
        bookings.source, bookings.booked_on, bookings.amount,
        upper(coalesce(words.value, bookings.currency, run.currency)) as currency
    from intermediate.int_port_bookings as bookings
    cross join intermediate.int_run as run
    left join words
        on words.source = bookings.source
        and words.source_value = lower(bookings.currency)
    where
        bookings.booked_on <= run.as_of_on
        and (bookings.cancelled_on is null or bookings.cancelled_on > run.as_of_on)
        and not exists (
            select 1
            from marts.mart_uncounted_opportunities as excluded
            inner join intermediate.int_record_keys as keys
                on keys.record_key = excluded.opportunity_id
            where
                excluded.reason = 'excluded lead'
                and keys.source = bookings.source
                and keys.native_id = bookings.opportunity_id
        )
),

won as (
    select keys.source, opportunities.won_at, opportunities.amount,
        opportunities.currency
    from facts.fct_opportunities as opportunities
    inner join intermediate.int_record_keys as keys
        on keys.record_key = opportunities.opportunity_id
        and keys.object = 'opportunity'
    union all
    select source, won_at, amount, currency
    from marts.mart_uncounted_opportunities
    where reason = 'nobody known'
),

money as (
    select booked_on, amount, currency from delivered
    union all
    select
        cast((won.won_at at time zone 'UTC') at time zone run.time_zone as date),
        won.amount,
        coalesce(won.currency, run.currency)
    from won
    cross join intermediate.int_run as run
    where
        won.won_at is not null
        and won.source not in (select source from intermediate.int_port_bookings)
),

days as (
    select day_on, 'week' as period_grain, week_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'month', month_on from dimensions.dim_days
    union all
    select day_on, 'quarter', quarter_on from dimensions.dim_days
),

expected as (
    select
        days.period_grain, days.period_on, money.currency, count(*) as bookings,
        sum(money.amount) as amount
    from money
    inner join days on days.day_on = money.booked_on
    group by days.period_grain, days.period_on, money.currency
)

select
    coalesce(pipeline.currency, expected.currency) as currency,
    coalesce(pipeline.period_grain, expected.period_grain) as period_grain,
    coalesce(pipeline.period_on, expected.period_on) as period_on
from pipeline
full outer join expected
    on expected.period_grain = pipeline.period_grain
    and expected.period_on = pipeline.period_on
    and expected.currency = pipeline.currency
where
    coalesce(pipeline.bookings, 0) <> coalesce(expected.bookings, 0)
    or coalesce(pipeline.booked_amount, 0) <> coalesce(expected.amount, 0)
