-- One row per source and rule group of a version that its tools can know whole.
with capabilities as (
    select * from {{ ref('int_source_capabilities') }}
),

source_groups as (
    select * from {{ ref('int_source_groups') }}
),

stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
),

-- A rule limited to one source makes the stage known there alone.
applicable as (
    select
        source_groups.source,
        stage_definitions.definition_id
    from source_groups
    inner join stage_definitions
        on stage_definitions.segment_dimension != 'source'
        or stage_definitions.segment_value = source_groups.source
)

-- A group of rules can be evaluated where each of its signals is delivered.
select
    applicable.source,
    applicable.definition_id,

    stage_rules.rule_group,

    min(capabilities.observed_from) as observed_from,
    max(capabilities.observed_from) as complete_from
from applicable
inner join stage_rules on stage_rules.definition_id = applicable.definition_id
left join capabilities
    on capabilities.source = applicable.source
    and capabilities.signal = stage_rules.signal
    and (
        capabilities.signal_argument is null
        or capabilities.signal_argument = stage_rules.signal_argument
    )
group by applicable.source, applicable.definition_id, stage_rules.rule_group
having min(case when capabilities.signal is null then 0 else 1 end) = 1
