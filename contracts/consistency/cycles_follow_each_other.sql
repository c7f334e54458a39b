-- id: cycles_follow_each_other
-- table: facts.fct_lead_cycles
-- kind: order
-- promise: The cycles of a lead are numbered from 1, those that are not counted
--   included, without a hole; only the last may be open, and none opens before the
--   exit of the one before it.
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

all_numbers as (
    select lead_id, cycle_number from cycles
    union all
    select lead_id, cycle_number from intermediate.int_cycle_exclusions
    where definition_basis = 'then'
),

numbered as (
    select
        lead_id,
        cycle_number,
        row_number() over (partition by lead_id order by cycle_number asc)
            as expected_number
    from all_numbers
),

neighbours as (
    select
        *,
        lag(exited_at) over by_number as earlier_exited_at,
        lead(cycle_number) over by_number as next_cycle_number
    from exits
    window by_number as (partition by lead_id order by cycle_number asc)
)

select
    neighbours.lead_id,
    neighbours.cycle_number
from neighbours
left join numbered
    on numbered.lead_id = neighbours.lead_id
    and numbered.cycle_number = neighbours.cycle_number
where
    neighbours.cycle_number is distinct from numbered.expected_number
    or is_open <> (exit_type is null)
    or (exit_type is not null and exited_at is null)
    or (is_open and next_cycle_number is not null)
    or opened_at < earlier_exited_at
