-- One row per basis and definition that it takes to be valid, with the instants.
with stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

defined_stages as (
    select * from {{ ref('int_defined_stages') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- A draft is never in force; a retired version may be, at an earlier as-of.
dated as (
    select
        stage_definitions.definition_id,
        stage_definitions.stage,
        stage_definitions.segment_dimension,
        stage_definitions.segment_value,
        stage_definitions.adoption_policy,
        stage_definitions.counts_from,
        defined_stages.stage_path,
        defined_stages.stage_order,
        stage_definitions.cool_down_days,
        stage_definitions.grace_hours,
        stage_definitions.status,
        stage_definitions.valid_from,
        stage_definitions.valid_to,
        stage_definitions.status != 'draft'
        and coalesce(stage_definitions.valid_from <= run.as_of_on, true)
        and coalesce(stage_definitions.valid_to > run.as_of_on, true) as is_in_force,
        run.time_zone
    from stage_definitions
    inner join defined_stages on defined_stages.stage = stage_definitions.stage
    cross join run
),

-- What a trial puts in the place of the version in force of its stage and segment.
trials as (
    select * from dated
    where
        not is_in_force
        and stage_path = 'success'
        and stage != 'lead'
),

based as (
    select
        'then' as definition_basis,
        dated.*,
        valid_from as from_day,
        valid_to as to_day
    from dated
    where status != 'draft'
    union all
    select 'now', dated.*, null, null
    from dated
    where is_in_force
    union all
    select trials.definition_id, dated.*, null, null
    from trials
    inner join dated
        on dated.definition_id = trials.definition_id
        or (
            dated.is_in_force
            and not (
                dated.stage = trials.stage
                and dated.segment_dimension = trials.segment_dimension
                and dated.segment_value = trials.segment_value
            )
        )
)

select
    definition_basis,
    definition_id,
    stage,
    segment_dimension,
    segment_value,
    adoption_policy,
    counts_from,
    stage_path,

    stage_order,
    cool_down_days,
    grace_hours,

    from_day as valid_from_on,
    to_day as valid_to_on,
    coalesce(
        {{ day_start('from_day', 'time_zone') }}, timestamp '0001-01-01 00:00:00'
    ) as valid_from_at,
    coalesce(
        {{ day_start('to_day', 'time_zone') }}, timestamp '9999-12-31 00:00:00'
    ) as valid_to_at
from based
