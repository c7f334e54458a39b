-- One row per lead and stage that at least one of its sources can know.
with identities as (
    select * from {{ ref('int_identities') }}
),

knowledge as (
    select * from {{ ref('int_stage_knowledge') }}
),

lead_sources as (
    select lead_id, source
    from identities
    group by lead_id, source
)

select
    lead_sources.lead_id,
    knowledge.stage,

    min(knowledge.observed_from) as observed_from
from lead_sources
inner join knowledge on knowledge.source = lead_sources.source
group by lead_sources.lead_id, knowledge.stage
