-- One row per lead, shown version and group of its rules, with whether it holds.
with stretches as (
    select * from {{ ref('int_open_stretches') }}
),

shown_definitions as (
    select * from {{ ref('int_shown_definitions') }}
),

shown_clauses as (
    select * from {{ ref('int_shown_clauses') }} where line = 'clause'
),

rule_groups as (
    select * from {{ ref('int_rule_groups') }}
),

records as (
    select * from {{ ref('int_observed_records') }}
),

source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
),

knowledge as (
    select * from {{ ref('int_clause_knowledge') }}
),

shown_groups as (
    select
        shown_definitions.definition_id,
        shown_definitions.definition_basis,
        shown_definitions.gap_basis,
        shown_clauses.rule_group,
        bool_or(shown_clauses.clause_bit is null) as is_evidence,
        max(rule_groups.required_mask) as required_mask,
        max(rule_groups.forbidden_mask) as forbidden_mask
    from shown_definitions
    inner join shown_clauses
        on shown_clauses.definition_id = shown_definitions.definition_id
    left join rule_groups
        on rule_groups.definition_basis = shown_definitions.definition_basis
        and rule_groups.definition_id = shown_definitions.definition_id
        and rule_groups.rule_group = shown_clauses.rule_group
        and rule_groups.from_on = shown_definitions.from_on
    group by
        shown_definitions.definition_id, shown_definitions.definition_basis,
        shown_definitions.gap_basis, shown_clauses.rule_group
),

-- A group can be known where each of its clauses can.
group_knowledge as (
    select
        source_set,
        definition_id,
        rule_group,
        bool_and(is_known) as is_known
    from knowledge
    group by source_set, definition_id, rule_group
)

select
    stretches.lead_id,
    shown_groups.definition_id,

    shown_groups.rule_group,

    shown_groups.is_evidence,
    group_knowledge.is_known,
    case
        when shown_groups.is_evidence then records.lead_id is not null
        else (stretches.held_mask & shown_groups.required_mask)
            = shown_groups.required_mask
            and (stretches.held_mask & shown_groups.forbidden_mask) = 0
    end as is_holding
from stretches
inner join shown_groups on shown_groups.gap_basis = stretches.gap_basis
inner join source_sets on source_sets.lead_id = stretches.lead_id
inner join group_knowledge
    on group_knowledge.source_set = source_sets.source_set
    and group_knowledge.definition_id = shown_groups.definition_id
    and group_knowledge.rule_group = shown_groups.rule_group
left join records
    on records.lead_id = stretches.lead_id
    and records.definition_id = shown_groups.definition_id
    and records.rule_group = shown_groups.rule_group
