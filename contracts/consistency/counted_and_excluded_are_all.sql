-- id: counted_and_excluded_are_all
-- table: facts.fct_lead_cycles
-- kind: adding up
-- promise: Every cycle is either counted or excluded by one rule, never both and never
--   neither.
with cycles as (
    select * from {batch}
),

sides as (
    select lead_id, cycle_number, 'counted' as side from cycles
    union all
    select lead_id, cycle_number, 'excluded' as side
    from intermediate.int_cycle_exclusions
    where definition_basis = 'then'
)

select
    coalesce(all_cycles.lead_id, sides.lead_id) as lead_id,
    coalesce(all_cycles.cycle_number, sides.cycle_number) as cycle_number
from (
    select lead_id, cycle_number from intermediate.int_cycles
    where definition_basis = 'then'
) as all_cycles
full outer join sides
    on sides.lead_id = all_cycles.lead_id
    and sides.cycle_number = all_cycles.cycle_number
group by
    coalesce(all_cycles.lead_id, sides.lead_id),
    coalesce(all_cycles.cycle_number, sides.cycle_number)
having count(sides.side) <> 1 or count(all_cycles.lead_id) <> 1
