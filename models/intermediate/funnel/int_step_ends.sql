-- One row per basis, lead cycle, entry policy and step it began that came to an end.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

entry_kinds as (
    select * from {{ ref('int_entry_kinds') }}
),

stage_pairs as (
    select * from {{ ref('int_stage_pairs') }}
),

step_pairs as (
    select * from {{ ref('int_step_pairs') }}
),

window_ages as (
    select * from {{ ref('int_window_ages') }}
),

step_outcomes as (
    select * from {{ ref('int_step_outcomes') }}
),

knowledge as (
    select * from {{ ref('int_set_knowledge') }}
),

record_states as (
    select * from {{ ref('int_lead_record_states') }} where deleted_at is not null
),

run as (
    select * from {{ ref('int_run') }}
),

-- A person whose records are all deleted can reach nothing more.
ends as (
    select
        entered.definition_basis,
        entered.lead_id,
        entered.cycle_number,
        entered.entry_policy,
        step_outcomes.from_stage,
        step_outcomes.to_stage,
        entered.entered_on,
        entered.occurred_at as from_at,
        entered.is_inferred as is_from_inferred,
        step_outcomes.is_target,
        reached.is_inferred,
        reached.occurred_at as end_at
    from stage_times as entered
    inner join stage_times as reached
        on reached.definition_basis = entered.definition_basis
        and reached.lead_id = entered.lead_id
        and reached.cycle_number = entered.cycle_number
        and reached.entry_policy = entered.entry_policy
    inner join step_outcomes
        on step_outcomes.entry_policy = entered.entry_policy
        and step_outcomes.from_stage = entered.stage
        and step_outcomes.stage = reached.stage
    union all
    select
        entered.definition_basis, entered.lead_id, entered.cycle_number,
        entered.entry_policy, stage_pairs.from_stage, stage_pairs.to_stage,
        entered.entered_on, entered.occurred_at, entered.is_inferred, false, false,
        case
            when record_states.deleted_at < entered.occurred_at
                then entered.occurred_at
            else record_states.deleted_at
        end
    from stage_times as entered
    inner join record_states on record_states.lead_id = entered.lead_id
    inner join stage_pairs on stage_pairs.from_stage = entered.stage
),

-- Who arrived arrived, whatever else is on record.
first_ends as (
    select
        definition_basis,
        lead_id,
        cycle_number,
        entry_policy,
        from_stage,
        to_stage,
        entered_on,
        from_at,
        bool_or(is_target) as is_converted,
        not is_from_inferred and not bool_or(is_target and is_inferred) as is_timed,
        coalesce(
            min(case when is_target then end_at end),
            min(case when not is_target then end_at end)
        ) as end_at
    from ends
    group by
        definition_basis, lead_id, cycle_number, entry_policy, from_stage, to_stage,
        entered_on, from_at, is_from_inferred
),

-- Only cycles of people whose sources can know the stage are in numbers of it.
timed_ends as (
    select
        first_ends.*,
        entry_kinds.kind_key,
        {{ whole_days('first_ends.from_at', 'run.as_of') }} as follow_days,
        {{ hours_begun('first_ends.from_at', 'first_ends.end_at') }} as end_hours
    from first_ends
    inner join entry_kinds
        on entry_kinds.definition_basis = first_ends.definition_basis
        and entry_kinds.lead_id = first_ends.lead_id
        and entry_kinds.cycle_number = first_ends.cycle_number
        and entry_kinds.stage = first_ends.from_stage
    inner join knowledge
        on knowledge.definition_basis = first_ends.definition_basis
        and knowledge.source_set = entry_kinds.source_set
        and knowledge.stage = first_ends.to_stage
    cross join run
)

select
    timed_ends.definition_basis,
    timed_ends.lead_id,
    timed_ends.entry_policy,
    timed_ends.from_stage,
    timed_ends.to_stage,
    timed_ends.kind_key,

    timed_ends.cycle_number,
    step_pairs.pair_number,
    timed_ends.follow_days,
    followed.mature_days,
    timed_ends.end_hours,
    taken.within_days,

    timed_ends.is_converted,
    timed_ends.is_timed,
    timed_ends.end_hours <= {{ hours_of_days('timed_ends.follow_days') }} as is_seen,
    coalesce(timed_ends.end_hours = {{ hours_of_days('taken.within_days') }}, false)
        as is_at_the_end,

    timed_ends.entered_on
from timed_ends
inner join step_pairs
    on step_pairs.definition_basis = timed_ends.definition_basis
    and step_pairs.entry_policy = timed_ends.entry_policy
    and step_pairs.from_stage = timed_ends.from_stage
    and step_pairs.to_stage = timed_ends.to_stage
inner join window_ages as followed on followed.age_days = timed_ends.follow_days
inner join window_ages as taken
    on taken.age_days = {{ days_begun('timed_ends.end_hours') }}
