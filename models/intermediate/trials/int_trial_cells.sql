-- One row per pair of versions, segment, later stage and window, with what is knowable.
with segments as (
    select * from {{ ref('int_trial_segments') }}
),

knowledge as (
    select * from {{ ref('int_pair_knowledge') }}
),

stage_knowledge as (
    select * from {{ ref('int_stage_knowledge') }} where definition_basis = 'now'
),

stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

outcomes as (
    select
        stages.stage,
        later_stages.stage as outcome_stage,
        windows.window_days
    from stages
    inner join stages as later_stages on later_stages.stage_order > stages.stage_order
    cross join windows
),

outcome_knowledge as (
    select
        knowledge.baseline_definition_id,
        knowledge.tried_definition_id,
        stage_knowledge.stage
    from knowledge
    inner join stage_knowledge on stage_knowledge.source = knowledge.source
    group by
        knowledge.baseline_definition_id, knowledge.tried_definition_id,
        stage_knowledge.stage
)

-- After a win nothing follows: such a pair has no outcome and no window.
select
    segments.baseline_definition_id,
    segments.tried_definition_id,
    segments.stage,
    segments.segment_dimension,
    segments.segment_value,
    outcomes.outcome_stage,

    outcomes.window_days,

    segments.is_known,
    outcome_knowledge.stage is not null as is_outcome_known,

    nullif(segments.comparable_from, timestamp '0001-01-01 00:00:00') as comparable_from
from segments
left join outcomes on outcomes.stage = segments.stage
left join outcome_knowledge
    on outcome_knowledge.baseline_definition_id = segments.baseline_definition_id
    and outcome_knowledge.tried_definition_id = segments.tried_definition_id
    and outcome_knowledge.stage = outcomes.outcome_stage
