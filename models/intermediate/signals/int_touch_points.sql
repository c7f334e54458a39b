-- One row per lead, counting scope, day and kind of points that its touches earned.
with counts as (
    select * from {{ ref('int_count_scopes') }}
),

score_rules as (
    select *
    from {{ source('book', 'score_rules') }}
    where signal in ('touch', 'content')
),

-- A cap is the most that one rule gives one lead on one day.
priced as (
    select
        counts.lead_id,
        counts.counts_from,
        counts.gap_number,
        counts.day_on,
        score_rules.kind,
        {{ capped_points('counts.touches', 'score_rules') }} as points
    from counts
    inner join score_rules
        on score_rules.signal = counts.signal
        and score_rules.signal_argument = counts.signal_argument
        and (score_rules.valid_from is null or score_rules.valid_from <= counts.day_on)
        and (score_rules.valid_to is null or score_rules.valid_to > counts.day_on)
)

select
    lead_id,
    counts_from,
    kind,

    gap_number,
    sum(points) as points,

    bool_or(points < 0) as has_negative_points,

    day_on
from priced
group by lead_id, counts_from, kind, gap_number, day_on
