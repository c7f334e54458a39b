-- One row per period, currency and segment in which money was booked.
with booked_money as (
    select * from {{ ref('int_booked_money') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

segmented as (
    {{ segmented(
        'booked_money',
        ['currency', 'amount', 'is_traced', 'booked_on'],
        ['source_group', 'channel', 'owner_team', 'product']
    ) }}
)

select
    day_periods.period_grain,
    segmented.currency,
    segmented.segment_dimension,
    segmented.segment_value,

    count(*) as bookings,
    sum(segmented.amount) as booked_amount,
    sum(case when segmented.is_traced then segmented.amount else 0 end)
        as traced_amount,

    day_periods.period_on
from segmented
inner join day_periods on day_periods.day_on = segmented.booked_on
group by
    day_periods.period_grain, day_periods.period_on, segmented.currency,
    segmented.segment_dimension, segmented.segment_value
