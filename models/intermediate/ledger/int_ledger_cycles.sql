-- One row per lead cycle that was ever counted, with the number the ledger gave it.
with ledger_cycles as (
    select
        {{ as_key('lead_id') }} as lead_id,
        cycle_key,
        cycle_number,
        ledger_number
    from {{ source('ledger', 'cycles') }}
),

cycles as (
    select * from {{ ref('int_counted_cycles') }} where definition_basis = 'then'
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where is_this_run
),

last_cycle as (
    select coalesce(max(cycle_key), 0) as cycle_key from ledger_cycles
),

new_cycles as (
    select
        cycles.lead_id,
        cycles.cycle_number,
        row_number() over (
            order by cycles.lead_id asc nulls last, cycles.cycle_number asc nulls last
        ) as place
    from cycles
    left join ledger_cycles
        on ledger_cycles.lead_id = cycles.lead_id
        and ledger_cycles.cycle_number = cycles.cycle_number
    where ledger_cycles.cycle_key is null
)

select
    lead_id,

    cycle_key,
    cycle_number,
    ledger_number
from ledger_cycles
union all
select
    new_cycles.lead_id,
    last_cycle.cycle_key + new_cycles.place,
    new_cycles.cycle_number,
    entries.ledger_number
from new_cycles
cross join last_cycle
cross join entries
