-- One row per entry policy, stage pair and stage that ends the way between them.
with stages as (
    select * from {{ ref('int_stages') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

entry_policies as (
    select 'strict' as entry_policy
    union all
    select 'filled'
),

targets as (
    select
        stage_pairs.from_stage,
        stage_pairs.to_stage,
        stages.stage_order as to_order,
        stages.stage_path as to_path
    from stage_pairs
    inner join stages on stages.stage = stage_pairs.to_stage
)

-- Who left the cycle cannot arrive any more; nor, where only what was observed counts,
-- can who is already past the stage.
select
    entry_policies.entry_policy,
    targets.from_stage,
    targets.to_stage,
    stages.stage,

    stages.stage = targets.to_stage as is_target
from targets
cross join entry_policies
inner join stages
    on
        stages.stage = targets.to_stage
        or stages.stage_path = 'exit'
        or (targets.to_path = 'exit' and stages.stage = 'won')
        or (
            entry_policies.entry_policy = 'strict'
            and targets.to_path = 'success'
            and stages.stage_path = 'success'
            and stages.stage_order > targets.to_order
        )
