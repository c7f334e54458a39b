-- One row per compared entry and later stage that was observable then: when it came.
with trial_entries as (
    select * from {{ ref('int_trial_entries') }}
),

cycle_entries as (
    select * from {{ ref('int_cycle_entries') }}
    where definition_basis = 'now' and stage_path = 'success' and not is_out_of_order
),

stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }} where definition_basis = 'now'
)

-- In whichever cycle: by which road a version's entry leads there it cannot say.
select
    trial_entries.definition_basis,
    trial_entries.lead_id,
    trial_entries.stage,
    later_stages.stage as outcome_stage,

    trial_entries.gap_number,

    min(cycle_entries.occurred_at) as reached_at
from trial_entries
inner join stages on stages.stage = trial_entries.stage
inner join stages as later_stages on later_stages.stage_order > stages.stage_order
inner join lead_knowledge
    on lead_knowledge.lead_id = trial_entries.lead_id
    and lead_knowledge.stage = later_stages.stage
    and coalesce(lead_knowledge.observed_from <= trial_entries.occurred_at, true)
left join cycle_entries
    on cycle_entries.lead_id = trial_entries.lead_id
    and cycle_entries.stage = later_stages.stage
    and cycle_entries.occurred_at >= trial_entries.occurred_at
group by
    trial_entries.definition_basis, trial_entries.lead_id, trial_entries.stage,
    later_stages.stage, trial_entries.gap_number
