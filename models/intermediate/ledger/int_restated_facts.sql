-- One row per restated cycle, entry and fact of it: as it was (-1) and became (1).
with restated_cycles as (
    select * from {{ ref('int_restated_cycles') }}
),

cycle_changes as (
    select * from {{ ref('int_cycle_changes') }}
    where kind in ('time', 'segment', 'known', 'verdict', 'return')
),

sides as (
    select cycle_key, ledger_number, ledger_number - 1 as up_to, -1 as side
    from restated_cycles
    union all
    select cycle_key, ledger_number, ledger_number, 1
    from restated_cycles
)

select
    cycle_changes.kind,
    cycle_changes.name,
    cycle_changes.detail,
    cycle_changes.value,

    sides.cycle_key,
    sides.ledger_number,
    sides.side,

    cycle_changes.happened_on,
    cycle_changes.happened_at
from sides
inner join cycle_changes
    on cycle_changes.cycle_key = sides.cycle_key
    and cycle_changes.ledger_number <= sides.up_to
group by
    sides.cycle_key, sides.ledger_number, sides.side, cycle_changes.kind,
    cycle_changes.name, cycle_changes.detail, cycle_changes.value,
    cycle_changes.definition_id, cycle_changes.happened_on, cycle_changes.happened_at
having sum(cycle_changes.change) > 0
