-- One row per candidate instant and score series, with the balances as of then.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

counts as (
    select * from {{ ref('int_instant_counts') }}
),

day_scores as (
    select * from {{ ref('int_day_scores') }}
),

prices as (
    select * from {{ ref('int_prices') }}
),

series as (
    select counts_from, pricing from {{ ref('int_clauses') }}
    where kind = 'score'
    group by counts_from, pricing
),

priced as (
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

points_today as (
    select
        lead_id,
        gap_basis,
        gap_number,
        occurred_at,
        counts_from,
        pricing,
        sum(case when kind = 'behaviour' then points else 0 end) as behaviour_points,
        sum(case when kind = 'engagement' then points else 0 end) as engagement_points
    from priced
    group by lead_id, gap_basis, gap_number, occurred_at, counts_from, pricing
),

distinct_instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at
    from instants
    group by lead_id, gap_basis, gap_number, day_on, occurred_at
),

-- What earlier days left: of the lifetime, or of the gap.
begun as (
    select
        distinct_instants.*,
        day_scores.counts_from,
        day_scores.pricing,
        day_scores.behaviour_before,
        day_scores.engagement_before
    from distinct_instants
    inner join day_scores
        on day_scores.lead_id = distinct_instants.lead_id
        and day_scores.day_on = distinct_instants.day_on
        and day_scores.counts_from = 'lifetime'
    union all
    select
        distinct_instants.*,
        day_scores.counts_from,
        day_scores.pricing,
        day_scores.behaviour_before,
        day_scores.engagement_before
    from distinct_instants
    inner join day_scores
        on day_scores.lead_id = distinct_instants.lead_id
        and day_scores.day_on = distinct_instants.day_on
        and day_scores.gap_basis = distinct_instants.gap_basis
        and day_scores.gap_number = distinct_instants.gap_number
)

select
    begun.lead_id,
    begun.counts_from,
    begun.pricing,

    begun.gap_basis,
    begun.gap_number,
    round(begun.behaviour_before + coalesce(points_today.behaviour_points, 0), 9)
        as behaviour_score,
    round(begun.engagement_before + coalesce(points_today.engagement_points, 0), 9)
        as engagement_score,

    begun.occurred_at
from begun
left join points_today
    on points_today.lead_id = begun.lead_id
    and points_today.gap_basis = begun.gap_basis
    and points_today.gap_number = begun.gap_number
    and points_today.occurred_at = begun.occurred_at
    and points_today.counts_from = begun.counts_from
    and points_today.pricing = begun.pricing
