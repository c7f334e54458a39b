-- id: no_gap_between_definitions
-- table: dimensions.dim_stage_definitions
-- kind: definitions
-- promise: Between the versions of a stage's definition for a segment there is no day
--   without one in force.
with definitions as (
    select * from {batch}
),

successions as (
    select
        definition_id,
        stage,
        segment_dimension,
        segment_value,
        valid_to,
        lead(definition_id) over versions as next_definition_id,
        lead(valid_from) over versions as next_valid_from
    from definitions
    where status <> 'draft'
    window versions as (
        partition by stage, segment_dimension, segment_value
        order by coalesce(valid_from, date '0001-01-01') asc, definition_id asc
    )
)

select
    stage,
    segment_dimension,
    segment_value,
    definition_id,
    next_definition_id
from successions
where
    next_definition_id is not null
    and valid_to < next_valid_from
