-- id: every_entry_is_an_event
-- table: facts.fct_stage_entries
-- kind: one story
-- promise: Every stage entered, in order or not, is exactly one event of its cycle with
--   the same instant, system, evidence and definition, and every event that entered a
--   stage is such an entry; what was taken back entered nothing.
with entries as (
    select * from {batch}
),

told as (
    select
        lead_id, cycle_number, stage, entered_at, system, evidence_type, definition_id,
        actor_id, reason, is_adoption, is_out_of_order, recorded_at, landed_at
    from entries
    where not is_inferred
),

kept as (
    select
        lead_id, cycle_number, stage, occurred_at as entered_at, system, evidence_type,
        definition_id, actor_id, reason, is_adoption,
        effect = 'out of order' as is_out_of_order, recorded_at, landed_at
    from facts.fct_stage_events
    where effect in ('entered', 'out of order')
),

differing as (
    (select * from told except all select * from kept)
    union all
    (select * from kept except all select * from told)
)

select
    lead_id,
    cycle_number,
    stage
from differing
group by lead_id, cycle_number, stage
