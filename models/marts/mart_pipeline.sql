-- One row per period, currency and segment: deals that came, went, stand, and money.
with money as (
    select * from {{ ref('int_pipeline_money') }}
),

target_periods as (
    select * from {{ ref('int_target_periods') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- Targets are set for groups and for teams; each adds up to what is set for it.
targets as (
    select
        period_grain, period_on, period_end_on, 'all' as segment_dimension,
        'all' as segment_value, target_amount
    from target_periods
    where source_group = 'all'
    union all
    select
        period_grain, period_on, period_end_on, 'source_group', source_group,
        target_amount
    from target_periods
    where source_group != 'all' and owner_team = 'all'
    union all
    select
        period_grain, period_on, period_end_on, 'owner_team', owner_team,
        sum(target_amount)
    from target_periods
    where owner_team != 'all'
    group by period_grain, period_on, period_end_on, owner_team
),

priced_targets as (
    select
        targets.*,
        run.currency,
        targets.period_end_on > run.as_of_on as is_going_on
    from targets
    cross join run
),

held as (
    select
        money.*,
        priced_targets.target_amount,
        priced_targets.is_going_on
    from money
    left join priced_targets
        on priced_targets.period_grain = money.period_grain
        and priced_targets.period_on = money.period_on
        and priced_targets.currency = money.currency
        and priced_targets.segment_dimension = money.segment_dimension
        and priced_targets.segment_value = money.segment_value
)

select
    period_grain,
    currency,
    segment_dimension,
    segment_value,

    open_before,
    created,
    won,
    lost,
    open_after,
    open_without_amount,
    cast(open_before_amount as decimal(18, 4)) as open_before_amount,
    cast(created_amount as decimal(18, 4)) as created_amount,
    cast(won_amount as decimal(18, 4)) as won_amount,
    cast(lost_amount as decimal(18, 4)) as lost_amount,
    cast(open_after_amount as decimal(18, 4)) as open_after_amount,
    median_age_days,
    oldest_age_days,
    cast(sourced_amount as decimal(18, 4)) as sourced_amount,
    round(cast(sourced_amount as double) / nullif(open_after_amount, 0), 9)
        as sourced_share,
    cast(influenced_amount as decimal(18, 4)) as influenced_amount,
    round(cast(influenced_amount as double) / nullif(open_after_amount, 0), 9)
        as influenced_share,
    bookings,
    cast(booked_amount as decimal(18, 4)) as booked_amount,
    cast(traced_amount as decimal(18, 4)) as traced_amount,
    round(cast(traced_amount as double) / nullif(booked_amount, 0), 9) as traced_share,
    target_amount,
    round(cast(open_before_amount as double) / nullif(target_amount, 0), 9)
        as opening_coverage_ratio,
    case
        when is_going_on and target_amount > cast(booked_amount as double)
            then round(
                cast(open_after_amount as double)
                / nullif(target_amount - cast(booked_amount as double), 0),
                9
            )
    end as remaining_coverage_ratio,

    period_on
from held
