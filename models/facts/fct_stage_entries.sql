-- One row per lead cycle and stage it entered or passed.
with entries as (
    select * from {{ ref('int_cycle_entries') }} where definition_basis = 'then'
),

stage_times as (
    select * from {{ ref('int_cycle_stage_times') }} where definition_basis = 'then'
),

in_order as (
    select
        lead_id,
        cycle_number,
        stage,
        lead(occurred_at) over cycle_order as exited_at,
        lead(stage) over cycle_order as exit_to
    from entries
    where not is_out_of_order
    window cycle_order as (
        partition by lead_id, cycle_number
        order by occurred_at asc nulls last, stage_order asc nulls last
    )
),

observed as (
    select
        entries.*,
        in_order.exited_at,
        in_order.exit_to
    from entries
    left join in_order
        on in_order.lead_id = entries.lead_id
        and in_order.cycle_number = entries.cycle_number
        and in_order.stage = entries.stage
),

-- A stage that was recorded too late stands as recorded, not a second time as passed.
inferred as (
    select stage_times.*
    from stage_times
    left join entries
        on entries.lead_id = stage_times.lead_id
        and entries.cycle_number = stage_times.cycle_number
        and entries.stage = stage_times.stage
    where stage_times.is_inferred and entries.stage is null
)

select
    observed.lead_id,
    observed.cycle_number,
    observed.stage,
    observed.exit_to,
    observed.system,
    observed.actor_id,
    observed.evidence_type,
    observed.reason,
    observed.definition_id,

    false as is_inferred,
    observed.is_adoption,
    observed.is_out_of_order,

    observed.occurred_at as entered_at,
    observed.exited_at,
    coalesce(observed.recorded_at, observed.occurred_at) as recorded_at,
    observed.landed_at
from observed
union all
select
    inferred.lead_id,
    inferred.cycle_number,
    inferred.stage,
    null as exit_to,
    'computed' as system,
    null as actor_id,
    'inferred' as evidence_type,
    'passed on the way to a later stage' as reason,
    null as definition_id,

    true as is_inferred,
    false as is_adoption,
    false as is_out_of_order,

    inferred.occurred_at as entered_at,
    null as exited_at,
    null as recorded_at,
    null as landed_at
from inferred
