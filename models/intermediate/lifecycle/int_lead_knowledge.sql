-- One row per basis, lead and stage that at least one of its sources can know.
with identities as (
    select * from {{ ref('int_identities') }}
),

knowledge as (
    select * from {{ ref('int_stage_knowledge') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }} where is_published
),

lead_sources as (
    select lead_id, source
    from identities
    group by lead_id, source
)

select
    knowledge.definition_basis,
    lead_sources.lead_id,
    knowledge.stage,

    min(knowledge.observed_from) as observed_from
from lead_sources
inner join knowledge on knowledge.source = lead_sources.source
inner join bases on bases.definition_basis = knowledge.definition_basis
group by knowledge.definition_basis, lead_sources.lead_id, knowledge.stage
