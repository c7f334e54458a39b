-- id: pipeline_recounts
-- table: marts.mart_pipeline
-- kind: recounts
-- promise: The deals that came, were won, were lost and stand in every period are those
--   of fct_opportunities and the ones that nobody is known for, with their amounts.
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

dated as (
    select
        deals.amount,
        deals.outcome,
        coalesce(deals.currency, run.currency) as currency,
        cast(
            (coalesce(deals.created_at, deals.won_at, deals.lost_at)
            at time zone 'UTC') at time zone run.time_zone as date
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

periods as (
    select
        'week' as period_grain, week_on as period_on, min(day_on) as first_on,
        max(day_on) as last_on
    from dimensions.dim_days
    group by week_on
    union all
    select 'month', month_on, min(day_on), max(day_on)
    from dimensions.dim_days
    group by month_on
    union all
    select 'quarter', quarter_on, min(day_on), max(day_on)
    from dimensions.dim_days
    group by quarter_on
),

expected as (
    select
        periods.period_grain,
        periods.period_on,
        dated.currency,
        count(*) filter (where dated.from_on between periods.first_on and periods.last_on)
            as created,
        count(*) filter (
            where dated.outcome = 'won'
            and dated.ended_on between periods.first_on and periods.last_on
        ) as won,
        count(*) filter (
            where dated.outcome <> 'won'
            and dated.ended_on between periods.first_on and periods.last_on
        ) as lost,
        count(*) filter (where coalesce(dated.ended_on > periods.last_on, true))
            as open_after,
        coalesce(sum(dated.amount) filter (
            where coalesce(dated.ended_on > periods.last_on, true)
        ), 0) as open_after_amount
    from periods
    inner join dated
        on coalesce(dated.from_on <= periods.last_on, true)
        and coalesce(dated.ended_on >= periods.first_on, true)
    group by periods.period_grain, periods.period_on, dated.currency
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
    coalesce(pipeline.created, 0) <> coalesce(expected.created, 0)
    or coalesce(pipeline.won, 0) <> coalesce(expected.won, 0)
    or coalesce(pipeline.lost, 0) <> coalesce(expected.lost, 0)
    or coalesce(pipeline.open_after, 0) <> coalesce(expected.open_after, 0)
    or coalesce(pipeline.open_after_amount, 0)
    <> coalesce(expected.open_after_amount, 0)
