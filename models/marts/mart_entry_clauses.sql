-- One row per stage entered and clause of the group that decided it, as of then.
with entries as (
    select * from {{ ref('int_explained_entries') }}
),

fired_clauses as (
    select * from {{ ref('int_fired_clauses') }}
),

clause_texts as (
    select * from {{ ref('int_clause_texts') }}
)

select
    entries.lead_id,
    entries.stage,
    entries.definition_id,
    fired_clauses.line,
    entries.definition_status,
    entries.evidence_type,
    fired_clauses.counts_from,
    fired_clauses.clause_ja,
    fired_clauses.clause_en,
    fired_clauses.comparison,
    fired_clauses.threshold,
    fired_clauses.observed,
    fired_clauses.verdict,

    entries.cycle_number,
    fired_clauses.rule_group,
    fired_clauses.clause_number,
    fired_clauses.observed_number,
    fired_clauses.threshold_number,

    fired_clauses.is_negated,

    entries.occurred_at as entered_at,
    entries.starts_after_at as counts_after_at,
    cast(null as timestamp) as recorded_at
from entries
inner join fired_clauses
    on fired_clauses.definition_basis = entries.definition_basis
    and fired_clauses.lead_id = entries.lead_id
    and fired_clauses.gap_number = entries.gap_number
    and fired_clauses.stage = entries.stage
where entries.evidence_type = 'rule'
union all
-- One record alone is the whole group; it is of the segment, or no rule accepts it.
select
    entries.lead_id,
    entries.stage,
    entries.definition_id,
    clause_texts.line,
    entries.definition_status,
    entries.evidence_type,
    clause_texts.counts_from,
    clause_texts.clause_ja,
    clause_texts.clause_en,
    clause_texts.comparison,
    clause_texts.value as threshold,
    case when clause_texts.line = 'segment' then clause_texts.value end as observed,
    'met' as verdict,

    entries.cycle_number,
    entries.rule_group,
    clause_texts.clause_number,
    case when clause_texts.line = 'clause' then clause_texts.threshold_number end
        as observed_number,
    case when clause_texts.line = 'clause' then clause_texts.threshold_number end
        as threshold_number,

    clause_texts.is_negated,

    entries.occurred_at as entered_at,
    entries.starts_after_at as counts_after_at,
    case when clause_texts.line = 'clause' then entries.occurred_at end as recorded_at
from entries
inner join clause_texts
    on clause_texts.definition_basis = entries.definition_basis
    and clause_texts.definition_id = entries.definition_id
    and (
        clause_texts.rule_group = entries.rule_group
        or clause_texts.line = 'segment'
    )
where entries.evidence_type != 'rule'
