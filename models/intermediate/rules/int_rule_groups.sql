-- One row per MQL rule group and stretch of days in which the same segments have a rule.
with definitions as (
    select * from {{ ref('int_definitions') }} where stage = 'mql'
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
    where signal in ('touch', 'content', 'attribute', 'score')
),

clauses as (
    select * from {{ ref('int_clauses') }}
),

bounds as (
    select coalesce(valid_from_on, date '0001-01-01') as bound_on from definitions
    union
    select coalesce(valid_to_on, date '9999-12-31') from definitions
),

slices as (
    select
        bound_on as from_on,
        lead(bound_on) over (order by bound_on asc nulls last) as to_on
    from bounds
),

segments as (
    select
        definitions.*,
        clauses.clause_bit as segment_bit
    from definitions
    left join clauses
        on clauses.kind = 'attribute'
        and clauses.signal_argument = definitions.segment_dimension
        and clauses.comparison = '='
        and clauses.value = definitions.segment_value
),

in_force as (
    select
        slices.from_on,
        slices.to_on,
        segments.*
    from slices
    inner join segments
        on coalesce(segments.valid_from_on, date '0001-01-01') <= slices.from_on
        and coalesce(segments.valid_to_on, date '9999-12-31') >= slices.to_on
),

-- The most specific segment wins: a general rule does not hold where a special one does.
excluded_segments as (
    select
        in_force.definition_id,
        in_force.from_on,
        sum(others.segment_bit) as excluded_mask
    from in_force
    inner join in_force as others
        on others.from_on = in_force.from_on
        and others.segment_dimension != 'all'
        and (
            in_force.segment_dimension = 'all'
            or others.definition_id < in_force.definition_id
        )
    group by in_force.definition_id, in_force.from_on
),

-- Two rules of a group may be one condition: its bit is added once.
rule_bits as (
    select distinct
        stage_rules.definition_id,
        stage_rules.rule_group,
        coalesce(stage_rules.is_negated, false) as is_negated,
        clauses.clause_bit,
        clauses.kind = 'score' and clauses.comparison in ('<', '<=', '!=') as is_falling
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
        and (clauses.counts_from is null or clauses.counts_from = definitions.counts_from)
),

group_masks as (
    select
        definition_id,
        rule_group,
        sum(case when is_negated then 0 else clause_bit end) as required_mask,
        sum(case when is_negated then clause_bit else 0 end) as forbidden_mask,
        bool_or(is_negated or is_falling) as is_restless
    from rule_bits
    group by definition_id, rule_group
)

select
    in_force.definition_id,
    in_force.adoption_policy,

    group_masks.rule_group,
    cast(group_masks.required_mask as bigint) | coalesce(in_force.segment_bit, 0)
        as required_mask,
    cast(group_masks.forbidden_mask as bigint)
    | coalesce(cast(excluded_segments.excluded_mask as bigint), 0) as forbidden_mask,

    group_masks.is_restless,

    in_force.from_on,
    in_force.to_on,
    in_force.valid_from_at
from in_force
inner join group_masks on group_masks.definition_id = in_force.definition_id
left join excluded_segments
    on excluded_segments.definition_id = in_force.definition_id
    and excluded_segments.from_on = in_force.from_on
