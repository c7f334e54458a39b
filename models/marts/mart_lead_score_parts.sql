-- One row per lead, scope of points and score rule behind the score as of the run.
with parts as (
    select * from {{ ref('int_lead_score_parts') }}
),

score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

counted_leads as (
    select lead_id from counted_cycles group by lead_id
)

select
    parts.lead_id,
    parts.counts_from,
    parts.score_rule_id,
    parts.kind,
    score_rules.statement_ja,
    score_rules.statement_en,

    parts.touches,
    parts.raw_points,
    parts.capped_points,
    parts.decayed_points,
    parts.score,
    greatest(parts.score, 0) as displayed_score
from parts
inner join score_rules on score_rules.score_rule_id = parts.score_rule_id
inner join counted_leads on counted_leads.lead_id = parts.lead_id
