-- One row per basis, definition and stretch of days with the same ones in force.
with definitions as (
    select * from {{ ref('int_definitions') }} where stage != 'lead'
),

clauses as (
    select * from {{ ref('int_clauses') }}
    where signal = 'attribute' and comparison = '='
),

bounds as (
    select
        definition_basis, stage,
        coalesce(valid_from_on, date '0001-01-01') as bound_on
    from definitions
    union
    select definition_basis, stage, coalesce(valid_to_on, date '9999-12-31')
    from definitions
),

slices as (
    select
        definition_basis,
        stage,
        bound_on as from_on,
        lead(bound_on) over (
            partition by definition_basis, stage order by bound_on asc nulls last
        ) as to_on
    from bounds
),

in_force as (
    select
        slices.from_on,
        slices.to_on,
        definitions.*,
        coalesce(clauses.clause_bit, 0) as segment_bit
    from slices
    inner join definitions
        on definitions.definition_basis = slices.definition_basis
        and definitions.stage = slices.stage
        and coalesce(definitions.valid_from_on, date '0001-01-01') <= slices.from_on
        and coalesce(definitions.valid_to_on, date '9999-12-31') >= slices.to_on
    left join clauses
        on clauses.signal_argument = definitions.segment_dimension
        and clauses.value = definitions.segment_value
),

-- The most specific segment wins: a source before an attribute, both before everybody.
excluded_segments as (
    select
        in_force.definition_basis,
        in_force.definition_id,
        in_force.from_on,
        cast(sum(others.segment_bit) as bigint) as excluded_mask,
        cast(
            sum(
                case when others.segment_dimension = 'source' then 0
                    else others.segment_bit
                end
            ) as bigint
        ) as excluded_attributes_mask
    from in_force
    inner join in_force as others
        on others.definition_basis = in_force.definition_basis
        and others.stage = in_force.stage
        and others.from_on = in_force.from_on
        and (
            (in_force.segment_dimension = 'all' and others.segment_dimension != 'all')
            or (
                in_force.segment_dimension != 'source'
                and others.segment_dimension = 'source'
            )
        )
    group by in_force.definition_basis, in_force.definition_id, in_force.from_on
)

-- Nothing more specific in force excludes nobody.
select
    in_force.definition_basis,
    in_force.definition_id,
    in_force.stage,
    in_force.stage_path,
    in_force.segment_dimension,
    in_force.segment_value,
    in_force.adoption_policy,
    in_force.counts_from,

    in_force.stage_order,
    in_force.segment_bit,
    coalesce(excluded_segments.excluded_mask, 0) as excluded_mask,
    coalesce(excluded_segments.excluded_attributes_mask, 0) as excluded_attributes_mask,
    in_force.cool_down_days,

    in_force.from_on,
    in_force.to_on
from in_force
left join excluded_segments
    on excluded_segments.definition_basis = in_force.definition_basis
    and excluded_segments.definition_id = in_force.definition_id
    and excluded_segments.from_on = in_force.from_on
