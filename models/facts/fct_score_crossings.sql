-- One row per lead, score threshold of the book and instant at which it was crossed.
with crossings as (
    select * from {{ ref('int_score_crossings') }}
),

counted_cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

-- Who is not counted has no score either.
counted_leads as (
    select lead_id from counted_cycles group by lead_id
)

select
    crossings.lead_id,
    crossings.counts_from,
    crossings.score_series,
    crossings.comparison,
    crossings.direction,
    crossings.cause,
    crossings.definition_ids,

    crossings.threshold,
    crossings.score,

    crossings.crossed_at
from crossings
inner join counted_leads on counted_leads.lead_id = crossings.lead_id
