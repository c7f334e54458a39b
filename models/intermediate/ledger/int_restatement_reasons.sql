-- One row per restated number, person that moved it and reason: by how much.
with parts as (
    select * from {{ ref('int_restatement_subjects') }}
),

causes as (
    select * from {{ ref('int_restatement_causes') }}
)

-- Whom a later entry took back for the same reason moved nothing.
select
    parts.person_id,
    parts.mart,
    parts.measure,
    parts.period_grain,
    parts.from_stage,
    parts.to_stage,
    parts.entry_policy,
    parts.segment_dimension,
    parts.segment_value,
    parts.system_pair,
    parts.verdict,
    causes.category,

    parts.reported_number,
    parts.window_days,
    cast(sum(parts.change) as bigint) as change,

    parts.period_on
from parts
inner join causes
    on causes.person_id = parts.person_id
    and causes.ledger_number = parts.ledger_number
    and causes.subject_kind = parts.subject_kind
    and causes.subject = parts.subject
    and causes.moved_on is not distinct from parts.moved_on
    and causes.closed_at is not distinct from parts.closed_at
group by
    parts.person_id, parts.mart, parts.measure, parts.period_grain, parts.period_on,
    parts.from_stage, parts.to_stage, parts.window_days, parts.entry_policy,
    parts.segment_dimension, parts.segment_value, parts.system_pair, parts.verdict,
    parts.reported_number, causes.category
having sum(parts.change) != 0
