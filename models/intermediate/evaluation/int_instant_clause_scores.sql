-- One row per candidate instant and condition on a score, with the score as of then.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

scores as (
    select * from {{ ref('int_instant_scores') }}
),

attribute_points as (
    select * from {{ ref('int_attribute_points') }}
),

score_clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'score'
),

distinct_instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at, attribute_mask
    from instants
    group by lead_id, gap_basis, gap_number, day_on, occurred_at, attribute_mask
),

scored as (
    select
        distinct_instants.lead_id,
        distinct_instants.gap_basis,
        distinct_instants.gap_number,
        distinct_instants.occurred_at,
        score_clauses.clause_bit,
        score_clauses.signal_argument,
        score_clauses.comparison,
        score_clauses.value_number,
        coalesce(attribute_points.points, 0) as attribute_score,
        scores.behaviour_score,
        scores.engagement_score
    from distinct_instants
    inner join scores
        on scores.lead_id = distinct_instants.lead_id
        and scores.gap_basis = distinct_instants.gap_basis
        and scores.gap_number = distinct_instants.gap_number
        and scores.occurred_at = distinct_instants.occurred_at
    inner join score_clauses
        on score_clauses.counts_from = scores.counts_from
        and score_clauses.pricing = scores.pricing
    left join attribute_points
        on attribute_points.pricing = score_clauses.pricing
        and attribute_points.attribute_mask = distinct_instants.attribute_mask
        and attribute_points.from_on <= distinct_instants.day_on
        and attribute_points.to_on > distinct_instants.day_on
)

select
    lead_id,
    comparison,

    gap_basis,
    gap_number,
    clause_bit,
    value_number,
    {{ score_of('scored', 'signal_argument') }} as score,

    occurred_at
from scored
