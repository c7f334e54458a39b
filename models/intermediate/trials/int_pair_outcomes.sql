-- One row per pair of versions and later stage of a lead cycle: the entries before it.
with cycle_entries as (
    select * from {{ ref('int_cycle_entries') }}
    where definition_basis = 'now' and stage_path = 'success' and not is_out_of_order
),

pair_entries as (
    select * from {{ ref('int_pair_entries') }} where is_comparable
),

knowledge as (
    select * from {{ ref('int_pair_knowledge') }}
),

stages as (
    select * from {{ ref('int_stages') }}
),

identities as (
    select * from {{ ref('int_identities') }}
),

-- A source has several records of a person.
lead_sources as (
    select lead_id, source
    from identities
    group by lead_id, source
),

outcomes as (
    select
        knowledge.baseline_definition_id,
        knowledge.tried_definition_id,
        cycle_entries.lead_id,
        cycle_entries.cycle_number,
        cycle_entries.stage as outcome_stage,
        cycle_entries.occurred_at,
        min(knowledge.comparable_from) as comparable_from
    from cycle_entries
    inner join lead_sources on lead_sources.lead_id = cycle_entries.lead_id
    inner join knowledge on knowledge.source = lead_sources.source
    inner join stages
        on stages.stage = knowledge.stage
        and stages.stage_order < cycle_entries.stage_order
    group by
        knowledge.baseline_definition_id, knowledge.tried_definition_id,
        cycle_entries.lead_id, cycle_entries.cycle_number, cycle_entries.stage,
        cycle_entries.occurred_at
)

select
    outcomes.baseline_definition_id,
    outcomes.tried_definition_id,
    outcomes.lead_id,
    outcomes.outcome_stage,

    outcomes.cycle_number,

    outcomes.comparable_from,
    outcomes.occurred_at,
    max(case when pair_entries.side = 'baseline' then pair_entries.occurred_at end)
        as baseline_at,
    max(case when pair_entries.side = 'tried' then pair_entries.occurred_at end)
        as tried_at
from outcomes
left join pair_entries
    on pair_entries.baseline_definition_id = outcomes.baseline_definition_id
    and pair_entries.tried_definition_id = outcomes.tried_definition_id
    and pair_entries.lead_id = outcomes.lead_id
    and pair_entries.occurred_at <= outcomes.occurred_at
group by
    outcomes.baseline_definition_id, outcomes.tried_definition_id, outcomes.lead_id,
    outcomes.outcome_stage, outcomes.cycle_number, outcomes.comparable_from,
    outcomes.occurred_at
