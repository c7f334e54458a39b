-- One row per version that is in force at the as-of, planned or on trial as a draft.
with definition_segments as (
    select * from {{ ref('int_definition_segments') }}
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

run as (
    select * from {{ ref('int_run') }}
)

-- What is in force is judged as of then, what is not by its own trial.
select
    definition_segments.definition_id,
    definition_segments.definition_basis,
    bases.gap_basis,
    bases.pricing,
    definition_segments.stage,
    definition_segments.stage_path,
    case
        when definition_segments.definition_basis = 'then' then 'in_force'
        when stage_definitions.status = 'draft' then 'draft'
        else 'planned'
    end as definition_status,
    definition_segments.segment_dimension,
    definition_segments.segment_value,

    definition_segments.stage_order,
    definition_segments.segment_bit,
    definition_segments.excluded_mask,

    definition_segments.from_on
from definition_segments
cross join run
inner join bases on bases.definition_basis = definition_segments.definition_basis
inner join stage_definitions
    on stage_definitions.definition_id = definition_segments.definition_id
where
    definition_segments.from_on <= run.as_of_on
    and definition_segments.to_on > run.as_of_on
    and (
        definition_segments.definition_basis = 'then'
        or (
            definition_segments.definition_basis = definition_segments.definition_id
            and (
                stage_definitions.status = 'draft'
                or stage_definitions.valid_from > run.as_of_on
            )
        )
    )
