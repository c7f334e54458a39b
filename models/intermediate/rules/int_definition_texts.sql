-- One row per definition and group of its rules, in words.
with rule_clauses as (
    select * from {{ ref('int_rule_clauses') }} where definition_basis = 'then'
)

select
    definition_id,
    stage,
    {{ joined_texts('clause_text', ' and ', 'clause_text') }} as clause_text,

    rule_group
from rule_clauses
group by definition_id, stage, rule_group
