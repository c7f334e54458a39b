-- One row per basis, entry policy, stage pair and segment that somebody began.
with entries as (
    select * from {{ ref('int_cohort_entries') }}
),

kind_segments as (
    select * from {{ ref('int_kind_segments') }}
),

step_pairs as (
    select * from {{ ref('int_step_pairs') }}
),

kinds_entered as (
    select definition_basis, entry_policy, stage, kind_key
    from entries
    group by definition_basis, entry_policy, stage, kind_key
),

segments_entered as (
    select
        kinds_entered.definition_basis,
        kinds_entered.entry_policy,
        kinds_entered.stage,
        kind_segments.segment_number,
        kind_segments.segment_dimension,
        kind_segments.segment_value
    from kinds_entered
    inner join kind_segments on kind_segments.kind_key = kinds_entered.kind_key
    group by
        kinds_entered.definition_basis, kinds_entered.entry_policy, kinds_entered.stage,
        kind_segments.segment_number, kind_segments.segment_dimension,
        kind_segments.segment_value
)

select
    step_pairs.definition_basis,
    step_pairs.entry_policy,
    step_pairs.from_stage,
    step_pairs.to_stage,
    segments_entered.segment_dimension,
    segments_entered.segment_value,

    {{ step_number('step_pairs.pair_number', 'segments_entered.segment_number') }}
        as step_number,
    segments_entered.segment_number
from segments_entered
inner join step_pairs
    on step_pairs.definition_basis = segments_entered.definition_basis
    and step_pairs.entry_policy = segments_entered.entry_policy
    and step_pairs.from_stage = segments_entered.stage
