-- One row per basis, day, stage, entry policy, kind of cycle and age: cycles entered.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

cycle_kinds as (
    select * from {{ ref('int_cycle_kinds') }}
),

ages as (
    select * from {{ ref('int_window_bands') }}
),

run as (
    select * from {{ ref('int_run') }}
)

-- A cycle is as old as the longest window that is over.
select
    stage_times.definition_basis,
    stage_times.entry_policy,
    stage_times.stage,
    coalesce(stage_times.definition_id, '(none)') as definition_id,
    cycle_kinds.channel,
    cycle_kinds.lead_source,
    cycle_kinds.customer_status,
    cycle_kinds.source_set,

    ages.over_days as mature_days,
    count(*) as cycles,

    stage_times.entered_on
from stage_times
inner join cycle_kinds
    on cycle_kinds.definition_basis = stage_times.definition_basis
    and cycle_kinds.lead_id = stage_times.lead_id
    and cycle_kinds.cycle_number = stage_times.cycle_number
cross join run
inner join ages
    on {{ add_days('stage_times.occurred_at', 'ages.over_days') }} <= run.as_of
    and {{ add_days('stage_times.occurred_at', 'ages.next_days') }} > run.as_of
group by
    stage_times.definition_basis, stage_times.entry_policy, stage_times.stage,
    stage_times.definition_id, stage_times.entered_on, cycle_kinds.channel,
    cycle_kinds.lead_source, cycle_kinds.customer_status, cycle_kinds.source_set,
    ages.over_days
