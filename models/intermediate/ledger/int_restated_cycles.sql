-- One row per cycle and entry of the ledger in which something that was closed moved.
with cycle_changes as (
    select * from {{ ref('int_cycle_changes') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where previous_number is not null
),

cycles as (
    select * from {{ ref('int_ledger_cycles') }}
),

-- What happened since the entry before moves nothing that was closed then: a cycle
-- that only goes on is not restated.
moved as (
    select
        cycle_changes.cycle_key,
        cycle_changes.ledger_number,
        bool_or(cycle_changes.kind in ('segment', 'known')) as is_described_otherwise
    from cycle_changes
    inner join entries on entries.ledger_number = cycle_changes.ledger_number
    inner join cycles on cycles.cycle_key = cycle_changes.cycle_key
    where
        (
            cycle_changes.kind in ('time', 'verdict', 'return')
            and cycle_changes.happened_at <= entries.previous_as_of
        )
        or (
            cycle_changes.kind in ('segment', 'known')
            and cycles.ledger_number < cycle_changes.ledger_number
        )
    group by cycle_changes.cycle_key, cycle_changes.ledger_number
)

select
    cycle_key,
    ledger_number,

    is_described_otherwise
from moved
