-- One row per lead and interval between two changes of its score.
with intervals as (
    select * from {{ ref('int_score_intervals') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

-- Who is not counted has no score either.
counted_leads as (
    select lead_id from counted_cycles group by lead_id
)

select
    intervals.lead_id,
    intervals.counts_from,
    intervals.cause,

    intervals.behaviour_score,
    intervals.engagement_score,
    intervals.attribute_score,
    intervals.score,
    greatest(intervals.score, 0) as displayed_score,
    intervals.behaviour_half_life_days,
    intervals.engagement_half_life_days,

    intervals.to_at is null as is_current,

    intervals.from_on,
    intervals.from_at,
    intervals.to_at
from intervals
inner join counted_leads on counted_leads.lead_id = intervals.lead_id
