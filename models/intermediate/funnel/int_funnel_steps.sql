-- One row per basis, lead cycle, entry policy, stage entered and stage to reach.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

days as (
    select * from {{ ref('int_days') }}
)

select
    entered.definition_basis,
    entered.lead_id,
    entered.entry_policy,
    stage_pairs.from_stage,
    stage_pairs.to_stage,

    entered.cycle_number,
    case
        when not entered.is_inferred and not reached.is_inferred
            then {{ elapsed_days('entered.occurred_at', 'reached.occurred_at') }}
    end as days_taken,

    lead_knowledge.stage is not null as is_known,
    coalesce(lead_knowledge.observed_from > days.starts_at, false) as is_left_truncated,

    entered.entered_on,
    entered.occurred_at as from_at,
    reached.occurred_at as to_at
from stage_times as entered
inner join stage_pairs on stage_pairs.from_stage = entered.stage
inner join days on days.day_on = entered.entered_on
left join lead_knowledge
    on lead_knowledge.definition_basis = entered.definition_basis
    and lead_knowledge.lead_id = entered.lead_id
    and lead_knowledge.stage = stage_pairs.to_stage
left join stage_times as reached
    on reached.definition_basis = entered.definition_basis
    and reached.lead_id = entered.lead_id
    and reached.cycle_number = entered.cycle_number
    and reached.entry_policy = entered.entry_policy
    and reached.stage = stage_pairs.to_stage
