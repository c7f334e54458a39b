-- One row per lead cycle, entry policy, stage entered and stage it could reach from there.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

leads as (
    select * from {{ ref('int_leads') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }}
),

-- Every later stage of the success path, and every exit but from a stage that is one.
stage_pairs as (
    select
        from_stages.stage as from_stage,
        to_stages.stage as to_stage
    from lifecycle_stages as from_stages
    inner join lifecycle_stages as to_stages
        on to_stages.stage_order > from_stages.stage_order
    where from_stages.stage_path = 'success' and from_stages.stage != 'won'
)

select
    entered.lead_id,
    entered.entry_policy,
    stage_pairs.from_stage,
    stage_pairs.to_stage,
    entered.definition_id,
    leads.channel,
    leads.lead_source,

    entered.cycle_number,

    lead_knowledge.stage is not null as is_known,
    coalesce(entered.is_inferred or reached.is_inferred, true) as has_inferred_time,

    entered.occurred_at as from_at,
    reached.occurred_at as to_at,
    lead_knowledge.observed_from
from stage_times as entered
inner join stage_pairs on stage_pairs.from_stage = entered.stage
inner join leads on leads.lead_id = entered.lead_id
left join lead_knowledge
    on lead_knowledge.lead_id = entered.lead_id
    and lead_knowledge.stage = stage_pairs.to_stage
left join stage_times as reached
    on reached.lead_id = entered.lead_id
    and reached.cycle_number = entered.cycle_number
    and reached.entry_policy = entered.entry_policy
    and reached.stage = stage_pairs.to_stage
