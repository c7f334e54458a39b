-- One row per lead, counting scope, pricing, day and kind of points it earned.
with counts as (
    select * from {{ ref('int_count_scopes') }}
),

prices as (
    select * from {{ ref('int_prices') }} where signal in ('touch', 'content')
),

-- A cap is the most that one rule gives one lead on one day.
priced as (
    select
        counts.lead_id,
        counts.counts_from,
        prices.pricing,
        counts.gap_basis,
        counts.gap_number,
        counts.day_on,
        prices.kind,
        {{ capped_points('counts.touches', 'prices') }} as points
    from counts
    inner join prices
        on prices.signal = counts.signal
        and prices.signal_argument = counts.signal_argument
        and prices.from_on <= counts.day_on
        and prices.to_on > counts.day_on
)

select
    lead_id,
    counts_from,
    pricing,
    kind,

    gap_basis,
    gap_number,
    sum(points) as points,

    bool_or(points < 0) as has_negative_points,

    day_on
from priced
group by lead_id, counts_from, pricing, kind, gap_basis, gap_number, day_on
