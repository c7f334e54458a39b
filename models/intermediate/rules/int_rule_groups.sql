-- One row per MQL rule group and stretch of days with the same definitions in force.
with definition_segments as (
    select * from {{ ref('int_definition_segments') }}
),

definitions as (
    select * from {{ ref('int_definitions') }} where stage = 'mql'
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
    where signal in ('touch', 'content', 'attribute', 'score')
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

-- Two rules of a group may be one condition: its bit is added once.
rule_bits as (
    select distinct
        stage_rules.definition_id,
        stage_rules.rule_group,
        coalesce(stage_rules.is_negated, false) as is_negated,
        clauses.clause_bit,
        clauses.kind = 'score'
        and clauses.comparison in ('<', '<=', '=', '!=') as is_falling
    from stage_rules
    inner join definitions on definitions.definition_id = stage_rules.definition_id
    inner join clauses
        on clauses.signal = stage_rules.signal
        and clauses.signal_argument = stage_rules.signal_argument
        and coalesce(clauses.comparison, '') = coalesce(stage_rules.comparison, '')
        and coalesce(clauses.value, '') = coalesce(stage_rules.value, '')
        and coalesce(clauses.within_days, 0) = coalesce(stage_rules.within_days, 0)
        and (
            clauses.kind != 'count'
            or clauses.min_count = coalesce(stage_rules.min_count, 1)
        )
        and (
            clauses.counts_from is null or clauses.counts_from = definitions.counts_from
        )
),

group_masks as (
    select
        definition_id,
        rule_group,
        cast(sum(case when is_negated then 0 else clause_bit end) as bigint)
            as required_mask,
        cast(sum(case when is_negated then clause_bit else 0 end) as bigint)
            as forbidden_mask,
        bool_or(is_negated or is_falling) as is_restless
    from rule_bits
    group by definition_id, rule_group
)

select
    definition_segments.definition_id,

    group_masks.rule_group,
    group_masks.required_mask | definition_segments.segment_bit as required_mask,
    group_masks.forbidden_mask | definition_segments.excluded_mask as forbidden_mask,

    group_masks.is_restless,

    definition_segments.from_on,
    definition_segments.to_on
from definition_segments
inner join group_masks
    on group_masks.definition_id = definition_segments.definition_id
