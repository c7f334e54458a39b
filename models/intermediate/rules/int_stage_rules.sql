-- One row per rule of a stage's definition, with how its group is read.
with stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
),

grouped as (
    select
        *,
        count(*) over (partition by definition_id, rule_group) as group_size
    from stage_rules
)

-- A group that asks for one record alone is evidence as it stands; any other group is
-- evaluated: it combines rules, counts, looks back or reads what is computed.
select
    definition_id,
    signal,
    signal_argument,
    comparison,
    value,

    rule_group,
    min_count,
    within_days,

    coalesce(is_negated, false) as is_negated,
    group_size = 1
    and signal not in ('touch', 'content', 'attribute', 'score')
    and coalesce(min_count, 1) = 1
    and within_days is null
    and coalesce(comparison, '=') = '='
    and not coalesce(is_negated, false) as is_evidence
from grouped
