-- One row per lead cycle and stage that was said or reached, with the rule it rests on.
with claims as (
    select * from {{ ref('int_cycle_claims') }} where definition_basis = 'then'
),

entries as (
    select * from {{ ref('int_cycle_entries') }} where definition_basis = 'then'
),

unmet_clauses as (
    select * from {{ ref('int_unmet_clauses') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
    where definition_basis = 'then' and segment_dimension = 'all'
),

definition_texts as (
    select * from {{ ref('int_definition_texts') }}
),

-- The definition of the entry; without one, that in force when the stage was said.
defined as (
    select
        claims.lead_id,
        claims.cycle_number,
        claims.stage,
        entries.reason,
        coalesce(entries.definition_id, definitions.definition_id) as definition_id
    from claims
    left join entries
        on entries.lead_id = claims.lead_id
        and entries.cycle_number = claims.cycle_number
        and entries.stage = claims.stage
    left join definitions
        on definitions.stage = claims.stage
        and definitions.valid_from_at
        <= {{ earliest(['claims.ma_at', 'claims.sfa_at', 'claims.defined_at']) }}
        and definitions.valid_to_at
        > {{ earliest(['claims.ma_at', 'claims.sfa_at', 'claims.defined_at']) }}
),

-- A computed entry names the group of rules that fired; others may rest on any group.
texts as (
    select
        defined.lead_id,
        defined.cycle_number,
        defined.stage,
        defined.definition_id,
        {{ joined_texts(
            'definition_texts.clause_text', ' or ', 'definition_texts.rule_group'
        ) }} as clause_text
    from defined
    inner join definition_texts
        on definition_texts.definition_id = defined.definition_id
        and (
            coalesce(defined.reason, '') not like 'rule group %'
            or defined.reason = 'rule group ' || definition_texts.rule_group
        )
    group by
        defined.lead_id, defined.cycle_number, defined.stage, defined.definition_id
)

select
    texts.lead_id,
    texts.stage,
    coalesce(unmet_clauses.definition_id, texts.definition_id) as definition_id,
    coalesce(unmet_clauses.clause_text, texts.clause_text) as clause_text,

    texts.cycle_number,

    unmet_clauses.lead_id is not null as is_unmet
from texts
left join unmet_clauses
    on unmet_clauses.stage = texts.stage
    and unmet_clauses.lead_id = texts.lead_id
    and unmet_clauses.cycle_number = texts.cycle_number
