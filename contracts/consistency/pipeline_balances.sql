-- id: pipeline_balances
-- table: marts.mart_pipeline
-- kind: adding up
-- promise: Of every period and segment, the deals open as it began, and those that
--   came, less those won and lost, are open as it ends; a period begins as the one
--   before ended; every dimension is there and adds up to the total; no part exceeds
--   its whole, none is 0 and an amount nobody knows is empty; and targets are those of
--   the KPI tree, all that are on record, and shares and coverages those of the
--   amounts.
with pipeline as (
    select * from {batch}
),

days as (
    select 'week' as period_grain, week_on as period_on from dimensions.dim_days
    union all
    select 'month', month_on from dimensions.dim_days
    union all
    select 'quarter', quarter_on from dimensions.dim_days
),

periods as (
    select
        period_grain, period_on, lag(period_on) over one_grain as before_on,
        lead(period_on) over one_grain as next_on
    from days
    group by period_grain, period_on
    window one_grain as (partition by period_grain order by period_on)
),

-- What was open before and what was lost then add up, too: every row balances.
totals as (
    select
        period_grain, currency, period_on, segment_dimension, sum(created) as created,
        sum(won) as won, sum(open_after) as open_after,
        sum(open_without_amount) as open_without_amount, sum(bookings) as bookings,
        coalesce(sum(created_amount), 0) as created_amount,
        coalesce(sum(won_amount), 0) as won_amount,
        coalesce(sum(open_after_amount), 0) as open_after_amount,
        coalesce(sum(sourced_amount), 0) as sourced_amount,
        coalesce(sum(influenced_amount), 0) as influenced_amount,
        coalesce(sum(booked_amount), 0) as booked_amount,
        coalesce(sum(traced_amount), 0) as traced_amount
    from pipeline
    group by period_grain, currency, period_on, segment_dimension
),

compared as (
    select
        totals.period_grain, totals.currency, totals.period_on,
        totals.segment_dimension,
        count(*) over (
            partition by totals.period_grain, totals.currency, totals.period_on
        ) as dimensions,
        totals.created = alls.created
        and totals.won = alls.won
        and totals.open_after = alls.open_after
        and totals.open_without_amount = alls.open_without_amount
        and totals.bookings = alls.bookings
        and totals.created_amount = alls.created_amount
        and totals.won_amount = alls.won_amount
        and totals.open_after_amount = alls.open_after_amount
        and totals.sourced_amount = alls.sourced_amount
        and totals.influenced_amount = alls.influenced_amount
        and totals.booked_amount = alls.booked_amount
        and totals.traced_amount = alls.traced_amount as is_whole
    from totals
    left join totals as alls
        on alls.period_grain = totals.period_grain
        and alls.currency = totals.currency
        and alls.period_on = totals.period_on
        and alls.segment_dimension = 'all'
),

roots as (
    select period_grain, period_on, source_group, owner_team, plan
    from marts.mart_kpi_tree
    where step = 'revenue'
),

targets as (
    select
        period_grain, period_on, 'all' as segment_dimension, 'all' as segment_value,
        plan as amount
    from roots
    where source_group = 'all'
    union all
    select period_grain, period_on, 'source_group', source_group, plan
    from roots
    where source_group <> 'all' and owner_team = 'all'
    union all
    select period_grain, period_on, 'owner_team', owner_team, sum(plan)
    from roots
    where owner_team <> 'all'
    group by period_grain, period_on, owner_team
)

select
    pipeline.currency,
    pipeline.period_grain,
    pipeline.period_on,
    pipeline.segment_dimension,
    pipeline.segment_value
from pipeline
cross join intermediate.int_run as run
inner join compared
    on compared.period_grain = pipeline.period_grain
    and compared.currency = pipeline.currency
    and compared.period_on = pipeline.period_on
    and compared.segment_dimension = pipeline.segment_dimension
left join periods
    on periods.period_grain = pipeline.period_grain
    and periods.period_on = pipeline.period_on
left join pipeline as earlier
    on earlier.period_grain = pipeline.period_grain
    and earlier.currency = pipeline.currency
    and earlier.period_on = periods.before_on
    and earlier.segment_dimension = pipeline.segment_dimension
    and earlier.segment_value = pipeline.segment_value
left join targets
    on targets.period_grain = pipeline.period_grain
    and targets.period_on = pipeline.period_on
    and targets.segment_dimension = pipeline.segment_dimension
    and targets.segment_value = pipeline.segment_value
    and pipeline.currency = run.currency
where
    periods.period_on is null
    -- A target alone is not of a channel.
    or (
        compared.dimensions <> 5
        and pipeline.open_before + pipeline.created + pipeline.bookings > 0
    )
    or not coalesce(compared.is_whole, false)
    or pipeline.open_before + pipeline.created - pipeline.won - pipeline.lost
    <> pipeline.open_after
    or coalesce(pipeline.open_before_amount, 0) + coalesce(pipeline.created_amount, 0)
    - coalesce(pipeline.won_amount, 0) - coalesce(pipeline.lost_amount, 0)
    <> coalesce(pipeline.open_after_amount, 0)
    -- A deal without a date was open before the first period.
    or (
        periods.before_on is not null
        and (
            pipeline.open_before <> coalesce(earlier.open_after, 0)
            or coalesce(pipeline.open_before_amount, 0)
            <> coalesce(earlier.open_after_amount, 0)
        )
    )
    or pipeline.open_without_amount > pipeline.open_after
    or pipeline.traced_amount > pipeline.booked_amount
    or pipeline.sourced_amount > pipeline.open_after_amount
    or pipeline.influenced_amount > pipeline.open_after_amount
    or (pipeline.open_before = 0 and pipeline.open_before_amount is distinct from 0)
    or (pipeline.created = 0 and pipeline.created_amount is distinct from 0)
    or (pipeline.won = 0 and pipeline.won_amount is distinct from 0)
    or (pipeline.lost = 0 and pipeline.lost_amount is distinct from 0)
    or (pipeline.bookings = 0 and pipeline.booked_amount is distinct from 0)
    or (pipeline.open_after_amount is null)
    <> (pipeline.open_after > 0
        and pipeline.open_without_amount >= pipeline.open_after)
    or abs(
        coalesce(pipeline.sourced_share, -1)
        - coalesce(pipeline.sourced_amount / nullif(pipeline.open_after_amount, 0), -1)
    ) > 1e-8
    or abs(
        coalesce(pipeline.influenced_share, -1) - coalesce(
            pipeline.influenced_amount / nullif(pipeline.open_after_amount, 0), -1
        )
    ) > 1e-8
    or abs(
        coalesce(pipeline.traced_share, -1)
        - coalesce(pipeline.traced_amount / nullif(pipeline.booked_amount, 0), -1)
    ) > 1e-8
    or abs(coalesce(pipeline.target_amount, -1) - coalesce(targets.amount, -1)) > 0.1
    or abs(
        coalesce(pipeline.opening_coverage_ratio, -1)
        - coalesce(pipeline.open_before_amount / nullif(pipeline.target_amount, 0), -1)
    ) > 1e-8
    -- The last period is the one that the as-of lies in: the others are over.
    or abs(
        coalesce(pipeline.remaining_coverage_ratio, -1) - coalesce(
            case
                when
                    periods.next_on is null
                    and pipeline.target_amount > pipeline.booked_amount
                    then pipeline.open_after_amount
                    / (pipeline.target_amount - pipeline.booked_amount)
            end,
            -1
        )
    ) > 1e-8
union
-- Who is open as a period ends is in the next one.
select
    earlier.currency,
    earlier.period_grain,
    earlier.period_on,
    earlier.segment_dimension,
    earlier.segment_value
from pipeline as earlier
inner join periods
    on periods.period_grain = earlier.period_grain
    and periods.period_on = earlier.period_on
    and periods.next_on is not null
left join pipeline
    on pipeline.period_grain = earlier.period_grain
    and pipeline.currency = earlier.currency
    and pipeline.segment_dimension = earlier.segment_dimension
    and pipeline.segment_value = earlier.segment_value
    and pipeline.period_on = periods.next_on
where earlier.open_after > 0 and pipeline.period_on is null
union
select
    run.currency,
    targets.period_grain,
    targets.period_on,
    targets.segment_dimension,
    targets.segment_value
from targets
cross join intermediate.int_run as run
inner join periods
    on periods.period_grain = targets.period_grain
    and periods.period_on = targets.period_on
left join pipeline
    on pipeline.period_grain = targets.period_grain
    and pipeline.period_on = targets.period_on
    and pipeline.segment_dimension = targets.segment_dimension
    and pipeline.segment_value = targets.segment_value
    and pipeline.currency = run.currency
where pipeline.period_on is null
