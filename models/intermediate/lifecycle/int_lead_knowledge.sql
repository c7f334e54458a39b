-- One row per basis, lead and stage that at least one of its sources can know.
with source_sets as (
    select * from {{ ref('int_lead_source_sets') }}
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
)

select
    knowledge.definition_basis,
    source_sets.lead_id,
    knowledge.stage,

    knowledge.observed_from
from source_sets
inner join knowledge on knowledge.source_set = source_sets.source_set
