-- One row per shown version, group and clause of its rules, in words of both languages.
with shown_definitions as (
    select * from {{ ref('int_shown_definitions') }}
),

clause_texts as (
    select * from {{ ref('int_clause_texts') }}
)

select
    clause_texts.definition_id,
    clause_texts.line,
    clause_texts.kind,
    clause_texts.counts_from,
    clause_texts.signal,
    clause_texts.signal_argument,
    clause_texts.comparison,
    clause_texts.value,
    clause_texts.clause_ja,
    clause_texts.clause_en,

    clause_texts.rule_group,
    clause_texts.clause_number,
    clause_texts.clause_bit,
    clause_texts.threshold_number,

    clause_texts.is_negated
from clause_texts
inner join shown_definitions
    on shown_definitions.definition_basis = clause_texts.definition_basis
    and shown_definitions.definition_id = clause_texts.definition_id
