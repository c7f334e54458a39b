-- One row per lead, gap and instant of a candidate day, with the conditions that hold.
with instants as (
    select * from {{ ref('int_candidate_instants') }}
),

scores as (
    select * from {{ ref('int_instant_scores') }}
),

count_conditions as (
    select * from {{ ref('int_instant_count_conditions') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

attribute_points as (
    select * from {{ ref('int_attribute_points') }}
),

score_clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'score'
),

profiled as (
    select
        instants.*,
        coalesce(profiles.attribute_mask, 0) as attribute_mask
    from instants
    left join profiles
        on profiles.lead_id = instants.lead_id
        and profiles.valid_from_at <= instants.occurred_at
        and profiles.valid_to_at > instants.occurred_at
),

distinct_instants as (
    select lead_id, gap_basis, gap_number, day_on, occurred_at, attribute_mask
    from profiled
    group by lead_id, gap_basis, gap_number, day_on, occurred_at, attribute_mask
),

-- A lead without a touch of a kind has 0 points of it.
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
        coalesce(sum(case when scores.kind = 'behaviour' then scores.score end), 0)
            as behaviour_score,
        coalesce(sum(case when scores.kind = 'engagement' then scores.score end), 0)
            as engagement_score
    from distinct_instants
    cross join score_clauses
    left join attribute_points
        on attribute_points.pricing = score_clauses.pricing
        and attribute_points.attribute_mask = distinct_instants.attribute_mask
        and attribute_points.from_on <= distinct_instants.day_on
        and attribute_points.to_on > distinct_instants.day_on
    left join scores
        on scores.lead_id = distinct_instants.lead_id
        and scores.gap_basis = distinct_instants.gap_basis
        and scores.gap_number = distinct_instants.gap_number
        and scores.occurred_at = distinct_instants.occurred_at
        and scores.counts_from = score_clauses.counts_from
        and scores.pricing = score_clauses.pricing
    group by
        distinct_instants.lead_id, distinct_instants.gap_basis,
        distinct_instants.gap_number, distinct_instants.occurred_at,
        score_clauses.clause_bit, score_clauses.signal_argument,
        score_clauses.comparison, score_clauses.value_number, attribute_points.points
),

conditions_held as (
    select lead_id, gap_basis, gap_number, occurred_at, clause_bit
    from count_conditions
    union all
    select lead_id, gap_basis, gap_number, occurred_at, clause_bit
    from scored
    where {{ compares(
        score_of('scored', 'scored.signal_argument'),
        'scored.comparison', 'scored.value_number'
    ) }}
),

masks as (
    select
        lead_id, gap_basis, gap_number, occurred_at,
        cast(sum(clause_bit) as bigint) as held_mask
    from conditions_held
    group by lead_id, gap_basis, gap_number, occurred_at
)

select
    profiled.lead_id,
    profiled.only_definition_id,

    profiled.gap_basis,
    profiled.gap_number,
    profiled.attribute_mask | coalesce(masks.held_mask, 0) as held_mask,

    profiled.is_record_only,
    profiled.is_waiting,

    profiled.day_on,
    profiled.occurred_at
from profiled
left join masks
    on masks.lead_id = profiled.lead_id
    and masks.gap_basis = profiled.gap_basis
    and masks.gap_number = profiled.gap_number
    and masks.occurred_at = profiled.occurred_at
