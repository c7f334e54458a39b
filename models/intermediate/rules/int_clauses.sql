-- One row per distinct condition of evaluated rules and attribute scores, as a bit.
with definitions as (
    select * from {{ ref('int_definitions') }} where stage != 'lead'
),

bases as (
    select * from {{ ref('int_definition_bases') }}
),

stage_rules as (
    select * from {{ ref('int_stage_rules') }} where not is_evidence
),

score_rules as (
    select * from {{ source('book', 'score_rules') }}
),

attribute_values as (
    select distinct attribute, value, value_rank
    from {{ source('book', 'attribute_values') }}
    where value_rank is not null  -- one row per word that maps to a level
),

-- What was recorded counts from the exit on; touches count as their definition says.
conditions as (
    select
        case
            when stage_rules.signal = 'score' then 'score'
            when stage_rules.signal in ('attribute', 'sfa_field') then 'attribute'
            else 'count'
        end as kind,
        stage_rules.signal,
        coalesce(stage_rules.signal_argument, '') as signal_argument,
        stage_rules.comparison,
        stage_rules.value,
        case
            when stage_rules.signal not in ('attribute', 'sfa_field', 'score')
                then coalesce(stage_rules.min_count, 1)
        end as min_count,
        stage_rules.within_days,
        case
            when stage_rules.signal in ('touch', 'content', 'score')
                then definitions.counts_from
            when stage_rules.signal not in ('attribute', 'sfa_field') then 'exit'
        end as counts_from,
        case when stage_rules.signal = 'score' then bases.pricing end as pricing
    from stage_rules
    inner join definitions on definitions.definition_id = stage_rules.definition_id
    inner join bases on bases.definition_basis = definitions.definition_basis
    union
    select
        'attribute',
        'attribute',
        segment_dimension,
        '=',
        segment_value,
        null,
        null,
        null,
        null
    from definitions
    where segment_dimension != 'all'
    union
    select
        'attribute', 'attribute', signal_argument, comparison, value, null, null, null,
        null
    from score_rules
    where signal = 'attribute'
),

numbered as (
    select
        conditions.*,
        row_number() over (
            order by
                conditions.kind asc nulls last,
                conditions.signal asc nulls last,
                conditions.signal_argument asc nulls last,
                conditions.comparison asc nulls last,
                conditions.value asc nulls last,
                conditions.min_count asc nulls last,
                conditions.within_days asc nulls last,
                conditions.counts_from asc nulls last,
                conditions.pricing asc nulls last
        ) as clause_number
    from conditions
)

select
    numbered.kind,
    numbered.signal,
    numbered.signal_argument,
    numbered.comparison,
    numbered.value,
    numbered.counts_from,
    numbered.pricing,

    numbered.clause_number,
    cast(power(2, numbered.clause_number - 1) as bigint) as clause_bit,
    coalesce(
        cast(attribute_values.value_rank as double),
        cast(try_cast(numbered.value as decimal(18, 6)) as double)
    ) as value_number,
    numbered.min_count,
    numbered.within_days
from numbered
left join attribute_values
    on numbered.signal = 'attribute'
    and attribute_values.attribute = numbered.signal_argument
    and attribute_values.value = numbered.value
