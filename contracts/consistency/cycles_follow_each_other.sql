-- id: cycles_follow_each_other
-- table: facts.fct_lead_cycles
-- kind: order
-- promise: The cycles of a lead are numbered from 1 without a hole, only the last may be
--   open, and none opens before the exit of the one before it.
with cycles as (
    select * from {batch}
),

exits as (
    select
        *,
        case exit_type
            when 'won' then won_at
            when 'lost' then lost_at
            when 'recycled' then recycled_at
            when 'disqualified' then disqualified_at
        end as exited_at
    from cycles
),

neighbours as (
    select
        *,
        row_number() over by_number as expected_number,
        lag(exited_at) over by_number as earlier_exited_at,
        lead(cycle_number) over by_number as next_cycle_number
    from exits
    window by_number as (partition by lead_id order by cycle_number asc)
)

select
    lead_id,
    cycle_number
from neighbours
where
    cycle_number <> expected_number
    or is_open <> (exit_type is null)
    or (exit_type is not null and exited_at is null)
    or (is_open and next_cycle_number is not null)
    or opened_at < earlier_exited_at
