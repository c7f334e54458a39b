-- One row per lead, shown version and clause of it, with what is observed of it.
with states as (
    select * from {{ ref('int_definition_states') }}
),

group_states as (
    select * from {{ ref('int_group_states') }}
),

shown_definitions as (
    select * from {{ ref('int_shown_definitions') }}
),

shown_clauses as (
    select *, case when clause_bit is null then rule_group end as record_group
    from {{ ref('int_shown_clauses') }}
),

stretches as (
    select * from {{ ref('int_open_stretches') }}
),

observed_values as (
    select * from {{ ref('int_observed_values') }}
),

observed_records as (
    select * from {{ ref('int_observed_records') }}
),

source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
),

knowledge as (
    select * from {{ ref('int_clause_knowledge') }}
),

-- Nothing counted is 0; an attribute that nobody told is no number at all.
observed as (
    select
        states.lead_id,
        states.definition_id,
        states.stage,
        shown_clauses.line,
        shown_clauses.rule_group,
        shown_clauses.clause_number,
        shown_clauses.clause_ja,
        shown_clauses.clause_en,
        shown_clauses.counts_from,
        shown_clauses.comparison,
        shown_clauses.value as threshold,
        shown_clauses.is_negated,
        knowledge.is_known,
        coalesce(group_states.is_holding, states.is_applicable) as is_group_holding,
        case
            when shown_clauses.clause_bit is null
                then observed_records.lead_id is not null
            else (stretches.held_mask & shown_clauses.clause_bit)
                = shown_clauses.clause_bit
        end as is_held,
        observed_values.observed,
        case
            when shown_clauses.threshold_number is null then null
            when shown_clauses.kind = 'attribute' then observed_values.observed_number
            else coalesce(
                observed_values.observed_number, observed_records.records, 0
            )
        end as observed_number,
        shown_clauses.threshold_number,
        observed_records.first_at as recorded_at
    from states
    inner join shown_definitions
        on shown_definitions.definition_id = states.definition_id
    inner join shown_clauses on shown_clauses.definition_id = states.definition_id
    inner join stretches
        on stretches.lead_id = states.lead_id
        and stretches.gap_basis = shown_definitions.gap_basis
    inner join source_sets on source_sets.lead_id = states.lead_id
    inner join knowledge
        on knowledge.source_set = source_sets.source_set
        and knowledge.definition_id = shown_clauses.definition_id
        and knowledge.rule_group = shown_clauses.rule_group
        and knowledge.clause_number = shown_clauses.clause_number
    left join group_states
        on group_states.lead_id = states.lead_id
        and group_states.definition_id = states.definition_id
        and group_states.rule_group = shown_clauses.rule_group
    left join observed_values
        on observed_values.gap_basis = shown_definitions.gap_basis
        and observed_values.lead_id = states.lead_id
        and observed_values.clause_bit = shown_clauses.clause_bit
    left join observed_records
        on observed_records.lead_id = states.lead_id
        and observed_records.definition_id = states.definition_id
        and observed_records.rule_group = shown_clauses.record_group
)

-- What cannot be known is not met, and not unmet either.
select
    lead_id,
    definition_id,
    stage,
    line,
    counts_from,
    clause_ja,
    clause_en,
    comparison,
    threshold,
    observed,
    case
        when is_held and not is_negated then 'met'
        when not is_known then 'unknown'
        when is_held != is_negated then 'met'
        else 'not_met'
    end as verdict,

    rule_group,
    clause_number,
    case when is_known or is_held then observed_number end as observed_number,
    threshold_number,

    is_negated,
    is_group_holding,

    recorded_at
from observed
