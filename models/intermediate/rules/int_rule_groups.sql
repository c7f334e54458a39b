-- One row per basis, evaluated rule group and stretch of days with like definitions.
with definition_segments as (
    select * from {{ ref('int_definition_segments') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

rule_clauses as (
    select * from {{ ref('int_rule_clauses') }} where clause_bit is not null
),

-- Two rules of a group may be one condition: its bit is added once.
rule_bits as (
    select distinct
        definition_basis, definition_id, rule_group, is_negated, clause_bit, is_falling,
        signal not in (
            'touch', 'content', 'attribute', 'score', 'sfa_status', 'ma_status',
            'declared_stage'
        ) as reads_records
    from rule_clauses
),

group_masks as (
    select
        definition_basis,
        definition_id,
        rule_group,
        cast(sum(case when is_negated then 0 else clause_bit end) as bigint)
            as required_mask,
        cast(sum(case when is_negated then clause_bit else 0 end) as bigint)
            as forbidden_mask,
        bool_or(is_negated or is_falling) as is_restless,
        bool_or(reads_records) as reads_records
    from rule_bits
    group by definition_basis, definition_id, rule_group
)

select
    definition_segments.definition_basis,
    definition_segments.definition_id,
    definition_segments.stage,
    definition_segments.stage_path,

    definition_segments.stage_order,
    group_masks.rule_group,
    group_masks.required_mask | definition_segments.segment_bit as required_mask,
    group_masks.forbidden_mask | definition_segments.excluded_mask as forbidden_mask,

    group_masks.is_restless,
    group_masks.reads_records,

    definition_segments.from_on,
    definition_segments.to_on
from definition_segments
inner join group_masks
    on group_masks.definition_basis = definition_segments.definition_basis
    and group_masks.definition_id = definition_segments.definition_id
-- A trial asks for its own stage.
inner join bases
    on bases.definition_basis = definition_segments.definition_basis
    and coalesce(bases.trial_stage = definition_segments.stage, true)
