-- One row per basis, lead cycle, entry policy and stage passed, with when.
with entries as (
    select * from {{ ref('int_cycle_entries') }}
),

cycles as (
    select * from {{ ref('int_counted_cycles') }}
),

lead_knowledge as (
    select * from {{ ref('int_lead_knowledge') }}
),

lifecycle_stages as (
    select * from {{ ref('int_stages') }} where stage_path = 'success'
),

run as (
    select * from {{ ref('int_run') }}
),

observed as (
    select * from entries where not is_out_of_order
),

-- A cycle that reached a later stage passed the skipped ones; being acquired is never
-- inferred, and nothing is of a stage that the person's sources cannot know.
passed as (
    select
        cycles.definition_basis,
        cycles.lead_id,
        cycles.cycle_number,
        lifecycle_stages.stage,
        min(observed.occurred_at) as passed_at
    from cycles
    inner join observed
        on observed.definition_basis = cycles.definition_basis
        and observed.lead_id = cycles.lead_id
        and observed.cycle_number = cycles.cycle_number
        and observed.stage_path = 'success'
    inner join lifecycle_stages
        on lifecycle_stages.stage_order < observed.stage_order
        and lifecycle_stages.stage != 'lead'
    inner join lead_knowledge
        on lead_knowledge.definition_basis = cycles.definition_basis
        and lead_knowledge.lead_id = cycles.lead_id
        and lead_knowledge.stage = lifecycle_stages.stage
    group by
        cycles.definition_basis, cycles.lead_id, cycles.cycle_number,
        lifecycle_stages.stage
),

inferred as (
    select passed.*
    from passed
    left join observed
        on observed.definition_basis = passed.definition_basis
        and observed.lead_id = passed.lead_id
        and observed.cycle_number = passed.cycle_number
        and observed.stage = passed.stage
    where observed.stage is null
),

times as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        'strict' as entry_policy,
        stage,
        occurred_at,
        definition_id,
        false as is_inferred
    from observed
    union all
    select
        definition_basis, lead_id, cycle_number, 'filled', stage, occurred_at,
        definition_id, false
    from observed
    union all
    select
        definition_basis, lead_id, cycle_number, 'filled', stage, passed_at, null, true
    from inferred
)

select
    times.definition_basis,
    times.lead_id,
    times.entry_policy,
    times.stage,
    times.definition_id,

    times.cycle_number,

    times.is_inferred,

    {{ company_day('times.occurred_at') }} as entered_on,
    times.occurred_at
from times
cross join run
