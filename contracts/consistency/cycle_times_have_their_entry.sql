-- id: cycle_times_have_their_entry
-- table: facts.fct_lead_cycles
-- kind: one story
-- promise: Every time in a cycle is told by exactly one observed entry of that stage at
--   that instant, and an acquired cycle by one at its opening.
with cycles as (
    select * from {batch}
),

stage_times as (
    select
        cycles.lead_id,
        cycles.cycle_number,
        stages.stage,
        case stages.stage
            when 'lead' then
                case when cycles.entry_type = 'acquired' then cycles.opened_at end
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
            when 'opportunity' then cycles.opportunity_at
            when 'won' then cycles.won_at
            when 'lost' then cycles.lost_at
            when 'recycled' then cycles.recycled_at
            when 'disqualified' then cycles.disqualified_at
        end as reached_at
    from cycles
    cross join (
        values
        ('lead'), ('mql'), ('sal'), ('sql'), ('opportunity'), ('won'), ('lost'),
        ('recycled'), ('disqualified')
    ) as stages (stage)
)

select
    stage_times.lead_id,
    stage_times.cycle_number,
    stage_times.stage
from stage_times
left join facts.fct_stage_entries as entries
    on entries.lead_id = stage_times.lead_id
    and entries.cycle_number = stage_times.cycle_number
    and entries.stage = stage_times.stage
    and entries.entered_at = stage_times.reached_at
    and not entries.is_inferred
    and not entries.is_out_of_order
where stage_times.reached_at is not null
group by
    stage_times.lead_id,
    stage_times.cycle_number,
    stage_times.stage
having count(entries.stage) <> 1
