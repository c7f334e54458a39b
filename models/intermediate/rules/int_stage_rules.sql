-- One row per rule of a stage's definition, with how its group is read.
with stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
),

stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

temperatures as (
    select * from {{ ref('int_defined_stages') }} where stage_path = 'temperature'
),

grouped as (
    select
        stage_rules.*,
        count(*) over (
            partition by stage_rules.definition_id, stage_rules.rule_group
        ) as group_size,
        temperatures.stage is not null as is_temperature
    from stage_rules
    inner join stage_definitions
        on stage_definitions.definition_id = stage_rules.definition_id
    left join temperatures on temperatures.stage = stage_definitions.stage
)

-- A group that asks for one record alone is evidence as it stands; any other group is
-- evaluated: it combines rules, counts, looks back or reads what is computed. So is
-- every group of a temperature, which is no event.
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
    and not is_temperature
    and signal not in ('touch', 'content', 'attribute', 'score')
    and coalesce(min_count, 1) = 1
    and within_days is null
    and coalesce(comparison, '=') = '='
    and not coalesce(is_negated, false) as is_evidence
from grouped
