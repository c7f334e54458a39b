-- One row per basis, source and stage that its group of tools can know, since when.
with group_knowledge as (
    select * from {{ ref('int_group_knowledge') }}
),

source_groups as (
    select * from {{ ref('int_source_groups') }}
),

definitions as (
    select * from {{ ref('int_definitions') }}
),

acquisitions as (
    select definitions.definition_basis, source_groups.source, definitions.stage
    from source_groups
    cross join definitions
    where definitions.stage = 'lead'
)

select
    definitions.definition_basis,
    group_knowledge.source,
    definitions.stage,

    min(group_knowledge.observed_from) as observed_from
from group_knowledge
inner join definitions
    on definitions.definition_id = group_knowledge.definition_id
group by definitions.definition_basis, group_knowledge.source, definitions.stage
union all
select
    definition_basis,
    source,
    stage,

    cast(null as timestamp) as observed_from
from acquisitions
group by definition_basis, source, stage
