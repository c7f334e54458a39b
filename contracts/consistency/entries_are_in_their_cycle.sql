-- id: entries_are_in_their_cycle
-- table: facts.fct_stage_entries
-- kind: one story
-- promise: Every observed entry in order is the time its cycle has for that stage; one
--   that is inferred or out of order is not in the cycle's times.
with entries as (
    select * from {batch}
),

beside_their_cycle as (
    select
        entries.lead_id,
        entries.cycle_number,
        entries.stage,
        entries.entered_at,
        entries.is_inferred or entries.is_out_of_order as is_kept_out,
        case entries.stage
            when 'lead' then cycles.opened_at
            when 'mql' then cycles.mql_at
            when 'sal' then cycles.sal_at
            when 'sql' then cycles.sql_at
            when 'opportunity' then cycles.opportunity_at
            when 'won' then cycles.won_at
            when 'lost' then cycles.lost_at
            when 'recycled' then cycles.recycled_at
            when 'disqualified' then cycles.disqualified_at
        end as reached_at
    from entries
    left join facts.fct_lead_cycles as cycles
        on cycles.lead_id = entries.lead_id
        and cycles.cycle_number = entries.cycle_number
)

select
    lead_id,
    cycle_number,
    stage
from beside_their_cycle
where
    case
        when is_kept_out then stage <> 'lead' and reached_at is not null
        else reached_at is distinct from entered_at
    end
