-- One row per pair of versions of a stage that can be tried against each other.
with definitions as (
    select * from {{ ref('int_definitions') }}
),

stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

-- A version not in force is evaluated on a basis of its own name.
versions as (
    select
        definitions.definition_id,
        definitions.definition_basis,
        definitions.stage,
        definitions.segment_dimension,
        definitions.segment_value,
        definitions.definition_basis = 'now' as is_in_force,
        row_number() over (
            partition by
                definitions.stage, definitions.segment_dimension,
                definitions.segment_value
            order by
                definitions.definition_basis != 'now' asc nulls last,
                stage_definitions.version asc nulls last,
                definitions.definition_id asc nulls last
        ) as version_rank
    from definitions
    inner join stage_definitions
        on stage_definitions.definition_id = definitions.definition_id
    where
        definitions.definition_basis in ('now', definitions.definition_id)
        and definitions.stage_path = 'success'
        and definitions.stage != 'lead'
),

same_segment as (
    select
        baselines.definition_id as baseline_definition_id,
        tried.definition_id as tried_definition_id,
        tried.stage,
        baselines.definition_basis as baseline_basis,
        tried.definition_basis as tried_basis
    from versions as baselines
    inner join versions as tried
        on tried.stage = baselines.stage
        and tried.segment_dimension = baselines.segment_dimension
        and tried.segment_value = baselines.segment_value
        and tried.version_rank > baselines.version_rank
),

-- Where a segment has no version in force, the one for everybody holds there today.
first_of_a_segment as (
    select
        general.definition_id as baseline_definition_id,
        tried.definition_id as tried_definition_id,
        tried.stage,
        general.definition_basis as baseline_basis,
        tried.definition_basis as tried_basis
    from versions as general
    inner join versions as tried
        on tried.stage = general.stage
        and tried.segment_dimension != 'all'
    left join versions as of_the_segment
        on of_the_segment.stage = tried.stage
        and of_the_segment.segment_dimension = tried.segment_dimension
        and of_the_segment.segment_value = tried.segment_value
        and of_the_segment.is_in_force
    where
        general.segment_dimension = 'all'
        and general.is_in_force
        and of_the_segment.definition_id is null
)

select
    baseline_definition_id,
    tried_definition_id,
    stage,
    baseline_basis,
    tried_basis
from same_segment
union all
select
    baseline_definition_id,
    tried_definition_id,
    stage,
    baseline_basis,
    tried_basis
from first_of_a_segment
