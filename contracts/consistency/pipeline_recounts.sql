-- id: pipeline_recounts
-- table: marts.mart_pipeline
-- kind: recounts
-- promise: The deals that were there, came, were won, were lost and stand in every
--   period are those of fct_opportunities and the ones that nobody is known for, with
--   their amounts and the whole days that they have stood.
with every_segment as (
    select * from {batch}
),

pipeline as (
    select * from every_segment where segment_dimension = 'all'
),

deals as (
    select outcome, currency, amount, created_at, won_at, lost_at
    from facts.fct_opportunities
    union all
    select outcome, currency, amount, created_at, won_at, lost_at
    from marts.mart_uncounted_opportunities
    where reason = 'nobody known'
),

-- A deal without a date was there before all others.
dated as (
    select
        deals.amount,
        deals.outcome,
        coalesce(deals.currency, run.currency) as currency,
        coalesce(deals.created_at, deals.won_at, deals.lost_at) as from_at,
        coalesce(
            cast(
                (coalesce(deals.created_at, deals.won_at, deals.lost_at)
                at time zone 'UTC') at time zone run.time_zone as date
            ),
            date '0001-01-01'
        ) as from_on,
        case
            when coalesce(deals.won_at, deals.lost_at) is not null then cast(
                (greatest(deals.won_at, deals.lost_at, deals.created_at)
                at time zone 'UTC') at time zone run.time_zone as date
            )
        end as ended_on
    from deals
    cross join intermediate.int_run as run
),

days as (
    select 'week' as period_grain, week_on as period_on, day_on, ends_at
    from dimensions.dim_days
    union all
    select 'month', month_on, day_on, ends_at from dimensions.dim_days
    union all
    select 'quarter', quarter_on, day_on, ends_at from dimensions.dim_days
),

periods as (
    select
        days.period_grain, days.period_on, min(days.day_on) as first_on,
        max(days.day_on) as last_on, least(max(days.ends_at), min(run.as_of)) as seen_to
    from days
    cross join intermediate.int_run as run
    group by days.period_grain, days.period_on
),

stood as (
    select
        periods.period_grain, periods.period_on, dated.currency, dated.amount,
        dated.from_on < periods.first_on as is_before,
        coalesce(dated.ended_on <= periods.last_on, false) and dated.outcome = 'won'
            as is_won,
        coalesce(dated.ended_on <= periods.last_on, false) and dated.outcome <> 'won'
            as is_lost,
        coalesce(dated.ended_on > periods.last_on, true) as is_after,
        (epoch_us(periods.seen_to) - epoch_us(dated.from_at)) // 86400000000
            as age_days
    from periods
    inner join dated
        on dated.from_on <= periods.last_on
        and coalesce(dated.ended_on >= periods.first_on, true)
),

expected as (
    select
        period_grain, period_on, currency,
        count(*) filter (where is_before) as open_before,
        count(*) filter (where not is_before) as created,
        count(*) filter (where is_won) as won,
        count(*) filter (where is_lost) as lost,
        count(*) filter (where is_after) as open_after,
        count(*) filter (where is_after and amount is null) as open_without_amount,
        sum(amount) filter (where is_before) as open_before_amount,
        sum(amount) filter (where not is_before) as created_amount,
        sum(amount) filter (where is_won) as won_amount,
        sum(amount) filter (where is_lost) as lost_amount,
        sum(amount) filter (where is_after) as open_after_amount,
        median(age_days) filter (where is_after) as median_age_days,
        max(age_days) filter (where is_after) as oldest_age_days
    from stood
    group by period_grain, period_on, currency
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
    coalesce(pipeline.open_before, 0) <> coalesce(expected.open_before, 0)
    or coalesce(pipeline.created, 0) <> coalesce(expected.created, 0)
    or coalesce(pipeline.won, 0) <> coalesce(expected.won, 0)
    or coalesce(pipeline.lost, 0) <> coalesce(expected.lost, 0)
    or coalesce(pipeline.open_after, 0) <> coalesce(expected.open_after, 0)
    or coalesce(pipeline.open_without_amount, 0)
    <> coalesce(expected.open_without_amount, 0)
    or coalesce(pipeline.open_before_amount, 0)
    <> coalesce(expected.open_before_amount, 0)
    or coalesce(pipeline.created_amount, 0) <> coalesce(expected.created_amount, 0)
    or coalesce(pipeline.won_amount, 0) <> coalesce(expected.won_amount, 0)
    or coalesce(pipeline.lost_amount, 0) <> coalesce(expected.lost_amount, 0)
    or coalesce(pipeline.open_after_amount, 0)
    <> coalesce(expected.open_after_amount, 0)
    or pipeline.median_age_days is distinct from expected.median_age_days
    or pipeline.oldest_age_days is distinct from expected.oldest_age_days
