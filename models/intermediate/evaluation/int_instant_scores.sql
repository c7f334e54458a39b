-- One row per candidate instant, score series and kind of points: the balance then.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

counts as (
    select * from {{ ref('int_instant_counts') }}
),

points as (
    select * from {{ ref('int_touch_points') }}
),

decay as (
    select * from {{ ref('int_score_decay') }}
),

prices as (
    select * from {{ ref('int_prices') }}
),

series as (
    select counts_from, pricing from {{ ref('int_clauses') }}
    where kind = 'score'
    group by counts_from, pricing
),

points_today as (
    select
        counts.lead_id,
        counts.gap_basis,
        counts.gap_number,
        counts.occurred_at,
        counts.counts_from,
        prices.pricing,
        prices.kind,
        {{ capped_points('counts.touches', 'prices') }} as points
    from counts
    inner join series on series.counts_from = counts.counts_from
    inner join prices
        on prices.pricing = series.pricing
        and prices.signal = counts.signal
        and prices.signal_argument = counts.signal_argument
        and prices.from_on <= counts.day_on
        and prices.to_on > counts.day_on
),

distinct_instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at
    from instants
    group by lead_id, gap_basis, gap_number, day_on, occurred_at
),

-- What earlier days left, after the halvings since.
points_before as (
    select
        distinct_instants.lead_id,
        distinct_instants.gap_basis,
        distinct_instants.gap_number,
        distinct_instants.occurred_at,
        points.counts_from,
        points.pricing,
        points.kind,
        points.points
        * power(2, earned.halvings_so_far - today.halvings_so_far) as points
    from distinct_instants
    inner join points
        on points.lead_id = distinct_instants.lead_id
        and points.day_on < distinct_instants.day_on
        and (
            points.gap_number is null
            or (
                points.gap_basis = distinct_instants.gap_basis
                and points.gap_number = distinct_instants.gap_number
            )
        )
    inner join series
        on series.counts_from = points.counts_from
        and series.pricing = points.pricing
    inner join decay as earned
        on earned.pricing = points.pricing
        and earned.day_on = points.day_on
        and earned.kind = points.kind
    inner join decay as today
        on today.pricing = points.pricing
        and today.day_on = distinct_instants.day_on
        and today.kind = points.kind
),

all_points as (
    select lead_id, gap_basis, gap_number, occurred_at, counts_from, pricing, kind,
        points
    from points_today
    union all
    select lead_id, gap_basis, gap_number, occurred_at, counts_from, pricing, kind,
        points
    from points_before
)

select
    lead_id,
    counts_from,
    pricing,
    kind,

    gap_basis,
    gap_number,
    round(sum(points), 9) as score,

    occurred_at
from all_points
group by lead_id, counts_from, pricing, kind, gap_basis, gap_number, occurred_at
