-- One row per candidate instant, counting scope and kind of points: the balance then.
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

score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

points_today as (
    select
        counts.lead_id,
        counts.gap_number,
        counts.occurred_at,
        counts.counts_from,
        score_rules.kind,
        {{ capped_points('counts.touches', 'score_rules') }} as points
    from counts
    inner join score_rules
        on score_rules.signal = counts.signal
        and score_rules.signal_argument = counts.signal_argument
        and (score_rules.valid_from is null or score_rules.valid_from <= counts.day_on)
        and (score_rules.valid_to is null or score_rules.valid_to > counts.day_on)
),

distinct_instants as (
    select lead_id, gap_number, day_on, occurred_at
    from instants
    group by lead_id, gap_number, day_on, occurred_at
),

-- What earlier days left, after the halvings since.
points_before as (
    select
        distinct_instants.lead_id,
        distinct_instants.gap_number,
        distinct_instants.occurred_at,
        points.counts_from,
        points.kind,
        points.points
        * power(2, earned.halvings_so_far - today.halvings_so_far) as points
    from distinct_instants
    inner join points
        on points.lead_id = distinct_instants.lead_id
        and points.day_on < distinct_instants.day_on
        and (
            points.gap_number is null
            or points.gap_number = distinct_instants.gap_number
        )
    inner join decay as earned
        on earned.day_on = points.day_on
        and earned.kind = points.kind
    inner join decay as today
        on today.day_on = distinct_instants.day_on
        and today.kind = points.kind
),

all_points as (
    select lead_id, gap_number, occurred_at, counts_from, kind, points from points_today
    union all
    select lead_id, gap_number, occurred_at, counts_from, kind, points
    from points_before
)

select
    lead_id,
    counts_from,
    kind,

    gap_number,
    round(sum(points), 9) as score,

    occurred_at
from all_points
group by lead_id, counts_from, kind, gap_number, occurred_at
