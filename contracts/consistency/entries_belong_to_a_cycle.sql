-- id: entries_belong_to_a_cycle
-- table: facts.fct_stage_entries
-- kind: references
-- promise: Every stage entry belongs to a cycle, at or after its opening, and none was
--   entered or recorded later than the run's as-of.
with entries as (
    select * from {batch}
)

select
    entries.lead_id,
    entries.cycle_number,
    entries.stage
from entries
cross join intermediate.int_run as run
left join facts.fct_lead_cycles as cycles
    on cycles.lead_id = entries.lead_id
    and cycles.cycle_number = entries.cycle_number
where
    cycles.lead_id is null
    or entries.entered_at < cycles.opened_at
    or entries.entered_at > run.as_of
    or entries.recorded_at > run.as_of
    or entries.exited_at < entries.entered_at
