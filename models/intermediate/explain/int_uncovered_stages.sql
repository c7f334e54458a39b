-- One row per lead and stage of the company that no version in force decides.
with leads as (
    select * from {{ ref('int_open_stretches') }} where gap_basis = 'then'
),

stages as (
    select * from {{ ref('int_defined_stages') }} where stage != 'lead'
),

lifecycle_stages as (
    select * from {{ source('book', 'lifecycle_stages') }}
),

states as (
    select * from {{ ref('int_definition_states') }}
    where definition_basis = 'then' and is_applicable
),

run as (
    select * from {{ ref('int_run') }}
),

in_use as (
    select lifecycle_stages.stage
    from lifecycle_stages
    cross join run
    where
        coalesce(lifecycle_stages.valid_from <= run.as_of_on, true)
        and coalesce(lifecycle_stages.valid_to > run.as_of_on, true)
    group by lifecycle_stages.stage
),

covered as (
    select lead_id, stage
    from states
    group by lead_id, stage
)

select
    leads.lead_id,
    stages.stage,
    case when in_use.stage is null then 'stage_not_in_use'
        else 'no_definition_covers' end as line
from leads
cross join stages
left join in_use on in_use.stage = stages.stage
left join covered
    on covered.lead_id = leads.lead_id
    and covered.stage = stages.stage
where covered.lead_id is null
