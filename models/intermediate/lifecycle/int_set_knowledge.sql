-- One row per basis, set of sources and stage that one of the set can know, since when.
with identities as (
    select * from {{ ref('int_identities') }}
),

source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
),

knowledge as (
    select * from {{ ref('int_stage_knowledge') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
),

members as (
    select source_sets.source_set, identities.source
    from identities
    inner join source_sets on source_sets.lead_id = identities.lead_id
    group by source_sets.source_set, identities.source
)

select
    knowledge.definition_basis,
    members.source_set,
    knowledge.stage,

    min(knowledge.observed_from) as observed_from
from members
inner join knowledge on knowledge.source = members.source
inner join bases on bases.definition_basis = knowledge.definition_basis
group by knowledge.definition_basis, members.source_set, knowledge.stage
