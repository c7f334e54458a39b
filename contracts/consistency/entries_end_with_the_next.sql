-- id: entries_end_with_the_next
-- table: facts.fct_stage_entries
-- kind: order
-- promise: An observed entry in order ends with the next one of its cycle, at that
--   instant and in that stage; the last one, and one inferred or out of order, has no
--   end.
with entries as (
    select * from {batch}
),

followed as (
    select
        entries.lead_id,
        entries.cycle_number,
        entries.stage,
        entries.exited_at,
        entries.exit_to,
        entries.is_inferred or entries.is_out_of_order as is_kept_out,
        lead(entries.entered_at) over by_time as next_entered_at,
        lead(entries.stage) over by_time as next_stage
    from entries
    left join book.lifecycle_stages as stages
        on stages.stage = entries.stage
    window by_time as (
        partition by
            entries.lead_id, entries.cycle_number,
            entries.is_inferred or entries.is_out_of_order
        order by entries.entered_at asc nulls last, stages.stage_order asc nulls last
    )
)

select
    lead_id,
    cycle_number,
    stage
from followed
where
    exited_at is distinct from case when not is_kept_out then next_entered_at end
    or exit_to is distinct from case when not is_kept_out then next_stage end
