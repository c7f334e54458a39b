-- One row per scope of points (lifetime, cycle) that has a score history.
with stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }} where status != 'draft'
),

stage_rules as (
    select * from {{ source('book', 'stage_rules') }} where signal = 'score'
)

select 'lifetime' as counts_from
union
-- The other scope where a definition asks for a score of it; drafts make no facts.
select stage_definitions.counts_from
from stage_rules
inner join stage_definitions
    on stage_definitions.definition_id = stage_rules.definition_id
