-- One row per basis of definitions, with the prices and the gaps between exits it uses.
with definitions as (
    select * from {{ ref('int_definitions') }}
),

stage_rules as (
    select * from {{ ref('int_stage_rules') }} where is_evidence
),

-- Exits end a gap and the cool-down of mql begins the next.
exit_rows as (
    select
        definition_basis,
        definition_id as shape,
        valid_from_at,
        valid_to_at
    from definitions
    where stage_path = 'exit' or stage = 'won'
),

-- What sales record of these stages opens a cycle, after which no exit is taken back.
recorded_stages as (
    select definitions.stage
    from definitions
    inner join stage_rules on stage_rules.definition_id = definitions.definition_id
    where definitions.stage in ('sal', 'sql', 'opportunity')
    group by definitions.stage
),

opening_rows as (
    select
        definitions.definition_basis,
        definitions.definition_id as shape,
        definitions.valid_from_at,
        definitions.valid_to_at
    from definitions
    inner join recorded_stages on recorded_stages.stage = definitions.stage
),

cool_downs as (
    select
        definition_basis,
        segment_dimension || '=' || segment_value || ' ' || cool_down_days as shape,
        segment_dimension,
        segment_value,
        cool_down_days,
        valid_from_at,
        valid_to_at
    from definitions
    where stage = 'mql'
),

-- A version that keeps the cool-down of the one before it continues the same row.
cool_down_steps as (
    select
        *,
        case
            when
                lag(cool_down_days) over segment_history = cool_down_days
                and lag(valid_to_at) over segment_history = valid_from_at
                then 0
            else 1
        end as is_new
    from cool_downs
    window segment_history as (
        partition by definition_basis, segment_dimension, segment_value
        order by valid_from_at asc nulls last
    )
),

cool_down_runs as (
    select
        *,
        sum(is_new) over (
            partition by definition_basis, segment_dimension, segment_value
            order by valid_from_at asc nulls last
        ) as run_number
    from cool_down_steps
),

shapes as (
    select definition_basis, shape, valid_from_at, valid_to_at from exit_rows
    union all
    select definition_basis, shape, valid_from_at, valid_to_at from opening_rows
    union all
    select definition_basis, shape, min(valid_from_at), max(valid_to_at)
    from cool_down_runs
    group by definition_basis, shape, run_number
),

gap_shapes as (
    select
        definition_basis,
        {{ joined_texts(
            "shape || ' ' || valid_from_at || ' ' || valid_to_at", '; ',
            "shape || ' ' || valid_from_at"
        ) }} as gap_shape
    from shapes
    group by definition_basis
),

bases as (
    select
        definition_basis,
        min(case when definition_id = definition_basis then stage end) as trial_stage
    from definitions
    group by definition_basis
)

-- Bases that cut the same gaps share them, under the name of the first of them.
select
    bases.definition_basis,
    bases.trial_stage,
    case when bases.definition_basis = 'then' then 'then' else 'now' end as pricing,
    first_value(bases.definition_basis) over (
        partition by gap_shapes.gap_shape
        order by
            bases.definition_basis != 'then' asc nulls last,
            bases.definition_basis != 'now' asc nulls last,
            bases.definition_basis asc nulls last
    ) as gap_basis,

    bases.trial_stage is null as is_published
from bases
left join gap_shapes on gap_shapes.definition_basis = bases.definition_basis
