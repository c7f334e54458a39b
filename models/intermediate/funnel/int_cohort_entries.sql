-- One row per basis, day, stage, entry policy, kind of cycle and age: cycles entered.
with stage_times as (
    select * from {{ ref('int_cycle_stage_times') }}
),

entry_kinds as (
    select * from {{ ref('int_entry_kinds') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    stage_times.definition_basis,
    stage_times.entry_policy,
    stage_times.stage,
    coalesce(stage_times.definition_id, '(none)') as definition_id,
    entry_kinds.kind_key,
    entry_kinds.source_set,

    {{ whole_days('stage_times.occurred_at', 'run.as_of') }} as follow_days,
    count(*) as cycles,

    stage_times.entered_on
from stage_times
inner join entry_kinds
    on entry_kinds.definition_basis = stage_times.definition_basis
    and entry_kinds.lead_id = stage_times.lead_id
    and entry_kinds.cycle_number = stage_times.cycle_number
    and entry_kinds.stage = stage_times.stage
cross join run
group by
    stage_times.definition_basis, stage_times.entry_policy, stage_times.stage,
    stage_times.definition_id, stage_times.entered_on, entry_kinds.kind_key,
    entry_kinds.source_set,
    {{ whole_days('stage_times.occurred_at', 'run.as_of') }}
