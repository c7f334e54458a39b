-- One row per period, currency and segment: deals that came, went, stand, and money.
with money as (
    select * from {{ ref('int_pipeline_money') }}
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
from money
