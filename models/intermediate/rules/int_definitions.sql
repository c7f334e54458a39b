-- One row per definition that is or was in force, with its instants.
with stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }}
),

run as (
    select * from {{ ref('int_run') }}
)

-- A draft is never in force.
select
    stage_definitions.definition_id,
    stage_definitions.stage,
    stage_definitions.segment_dimension,
    stage_definitions.segment_value,
    stage_definitions.adoption_policy,
    stage_definitions.counts_from,
    lifecycle_stages.stage_path,

    lifecycle_stages.stage_order,
    stage_definitions.cool_down_days,

    stage_definitions.valid_from as valid_from_on,
    stage_definitions.valid_to as valid_to_on,
    coalesce(
        {{ day_start('stage_definitions.valid_from', 'run.time_zone') }},
        timestamp '0001-01-01 00:00:00'
    ) as valid_from_at,
    coalesce(
        {{ day_start('stage_definitions.valid_to', 'run.time_zone') }},
        timestamp '9999-12-31 00:00:00'
    ) as valid_to_at
from stage_definitions
inner join lifecycle_stages on lifecycle_stages.stage = stage_definitions.stage
cross join run
where stage_definitions.status in ('in_force', 'retired')
