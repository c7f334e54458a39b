-- id: one_definition_in_force
-- table: dimensions.dim_stage_definitions
-- kind: definitions
-- promise: At any instant at most one definition of a stage is in force for a
--   segment.
with definitions as (
    select * from {batch}
),

-- A draft is never in force.
in_force as (
    select
        definition_id,
        stage,
        segment_dimension,
        segment_value,
        coalesce(valid_from, date '0001-01-01') as starts_on,
        coalesce(valid_to, date '9999-12-31') as ends_on
    from definitions
    where status <> 'draft'
)

select
    earlier.stage,
    earlier.segment_dimension,
    earlier.segment_value,
    earlier.definition_id,
    later.definition_id as other_definition_id
from in_force as earlier
inner join in_force as later
    on later.stage = earlier.stage
    and later.segment_dimension = earlier.segment_dimension
    and later.segment_value = earlier.segment_value
    and later.starts_on < earlier.ends_on
    and earlier.starts_on < later.ends_on
where
    earlier.starts_on < later.starts_on
    or (
        earlier.starts_on = later.starts_on
        and earlier.definition_id < later.definition_id
    )
