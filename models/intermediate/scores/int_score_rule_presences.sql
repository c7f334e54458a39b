-- One row per lead cycle, landmark and score rule whose points the lead has by then.
with landmarks as (
    select * from {{ ref('int_cycle_landmarks') }}
),

steps as (
    select * from {{ ref('int_score_steps') }} where counts_from = 'lifetime'
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

prices as (
    select * from {{ ref('int_prices') }}
    where pricing = 'then' and kind = 'attribute'
),

clauses as (
    select * from {{ ref('int_clauses') }} where kind = 'attribute'
),

first_points as (
    select lead_id, score_rule_id, min(occurred_at) as first_at
    from steps
    group by lead_id, score_rule_id
)

select
    landmarks.lead_id,
    landmarks.landmark,
    first_points.score_rule_id,

    landmarks.cycle_number
from landmarks
inner join first_points
    on first_points.lead_id = landmarks.lead_id
    and first_points.first_at <= landmarks.landmark_at
union all
select
    landmarks.lead_id,
    landmarks.landmark,
    prices.score_rule_id,

    landmarks.cycle_number
from landmarks
inner join profiles
    on profiles.lead_id = landmarks.lead_id
    and profiles.valid_from_at <= landmarks.landmark_at
    and profiles.valid_to_at > landmarks.landmark_at
inner join prices
    on prices.from_on <= landmarks.landmark_on
    and prices.to_on > landmarks.landmark_on
inner join clauses
    on clauses.signal = 'attribute'
    and clauses.signal_argument = prices.signal_argument
    and clauses.comparison = prices.comparison
    and clauses.value = prices.value
    and (profiles.attribute_mask & clauses.clause_bit) = clauses.clause_bit
