-- One row per basis and rule of a definition of it, in words and as a bit.
with definitions as (
    select * from {{ ref('int_definitions') }}
),

stage_rules as (
    select * from {{ ref('int_stage_rules') }}
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
)

-- What is evidence as it stands is not evaluated and has no bit.
select
    definitions.definition_basis,
    stage_rules.definition_id,
    definitions.stage,
    stage_rules.signal,
    stage_rules.signal_argument,
    stage_rules.comparison,
    stage_rules.value,
    case when stage_rules.is_negated then 'not ' else '' end
    || stage_rules.signal
    || coalesce(' ' || stage_rules.signal_argument, '')
    || coalesce(' ' || stage_rules.comparison, '')
    || coalesce(' ' || stage_rules.value, '')
    || coalesce(' at least ' || stage_rules.min_count || ' times', '')
    || coalesce(' within ' || stage_rules.within_days || ' days', '') as clause_text,

    stage_rules.rule_group,
    stage_rules.min_count,
    stage_rules.within_days,
    clauses.clause_bit,

    stage_rules.is_negated,
    coalesce(
        clauses.kind = 'score' and clauses.comparison in ('<', '<=', '=', '!='), false
    ) as is_falling
from stage_rules
inner join definitions on definitions.definition_id = stage_rules.definition_id
inner join bases on bases.definition_basis = definitions.definition_basis
left join clauses
    on not stage_rules.is_evidence
    and clauses.signal = stage_rules.signal
    and clauses.signal_argument = coalesce(stage_rules.signal_argument, '')
    and coalesce(clauses.comparison, '') = coalesce(stage_rules.comparison, '')
    and coalesce(clauses.value, '') = coalesce(stage_rules.value, '')
    and coalesce(clauses.within_days, 0) = coalesce(stage_rules.within_days, 0)
    and (
        clauses.kind != 'count'
        or clauses.min_count = coalesce(stage_rules.min_count, 1)
    )
    and (
        clauses.counts_from is null
        or clauses.counts_from in (definitions.counts_from, 'exit')
    )
    and (clauses.pricing is null or clauses.pricing = bases.pricing)
