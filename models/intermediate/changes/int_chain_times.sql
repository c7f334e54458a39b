-- One row per lead cycle, stage passed and later stage that it got to, or beyond.
with passages as (
    select * from {{ ref('int_cycle_stage_times') }}
    where definition_basis = 'then' and entry_policy = 'filled'
),

stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

ordered as (
    select passages.*, stages.stage_order
    from passages
    inner join stages on stages.stage = passages.stage
)

-- A stage that the cycle's tools cannot know is passed by whoever is beyond it.
select
    entered.lead_id,
    entered.stage as from_stage,
    stages.stage as to_stage,

    entered.cycle_number,
    stages.stage_order,

    entered.entered_on,
    entered.occurred_at as from_at,
    min(beyond.occurred_at) as reached_at
from ordered as entered
inner join ordered as beyond
    on beyond.lead_id = entered.lead_id
    and beyond.cycle_number = entered.cycle_number
    and beyond.stage_order > entered.stage_order
inner join stages
    on stages.stage_order > entered.stage_order
    and stages.stage_order <= beyond.stage_order
group by
    entered.lead_id, entered.cycle_number, entered.stage, entered.entered_on,
    entered.occurred_at, stages.stage, stages.stage_order
