-- One row per basis, source and stage that its group of tools can know, since when.
with port_capabilities as (
    select * from {{ ref('int_port_capabilities') }}
),

source_groups as (
    select * from {{ ref('int_source_groups') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }}
),

-- What one tool of a group can say, it says of the people of all of them.
capabilities as (
    select
        sharers.source,
        port_capabilities.signal,
        port_capabilities.signal_argument,
        min(port_capabilities.observed_from) as observed_from
    from port_capabilities
    inner join source_groups on source_groups.source = port_capabilities.source
    inner join source_groups as sharers
        on sharers.source_group = source_groups.source_group
    group by
        sharers.source, port_capabilities.signal, port_capabilities.signal_argument
),

sources as (
    select source from source_groups
),

-- A rule limited to one source makes the stage known there alone.
applicable as (
    select
        definitions.definition_basis,
        sources.source,
        definitions.stage,
        definitions.definition_id
    from sources
    inner join definitions
        on definitions.segment_dimension != 'source'
        or definitions.segment_value = sources.source
),

-- A group of rules can be evaluated where each of its signals is delivered.
evaluable as (
    select
        applicable.definition_basis,
        applicable.source,
        applicable.stage,
        applicable.definition_id,
        stage_rules.rule_group,
        min(case when capabilities.signal is null then 0 else 1 end) as is_complete,
        min(capabilities.observed_from) as observed_from
    from applicable
    inner join stage_rules on stage_rules.definition_id = applicable.definition_id
    left join capabilities
        on capabilities.source = applicable.source
        and capabilities.signal = stage_rules.signal
        and (
            capabilities.signal_argument is null
            or capabilities.signal_argument = stage_rules.signal_argument
        )
    group by
        applicable.definition_basis, applicable.source, applicable.stage,
        applicable.definition_id, stage_rules.rule_group
),

acquisitions as (
    select definitions.definition_basis, sources.source, definitions.stage
    from sources
    cross join definitions
    where definitions.stage = 'lead'
)

select
    definition_basis,
    source,
    stage,

    min(observed_from) as observed_from
from evaluable
where is_complete = 1
group by definition_basis, source, stage
union all
select
    definition_basis,
    source,
    stage,

    cast(null as timestamp) as observed_from
from acquisitions
group by definition_basis, source, stage
