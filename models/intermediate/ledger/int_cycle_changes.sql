-- One row per entry of the ledger (and this run), cycle and fact that came or went.
with cycle_changes as (
    select * from {{ source('ledger', 'cycle_changes') }}
),

facts as (
    select * from {{ ref('int_cycle_facts') }}
),

cycles as (
    select * from {{ ref('int_ledger_cycles') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where is_this_run
),

-- What holds now, less all that came and went before.
balances as (
    select
        cycles.cycle_key,
        facts.kind,
        facts.name,
        facts.detail,
        facts.value,
        facts.definition_id,
        facts.happened_on,
        facts.happened_at,
        1 as change
    from facts
    inner join cycles
        on cycles.lead_id = facts.lead_id
        and cycles.cycle_number = facts.cycle_number
    union all
    select
        cycle_key, kind, name, detail, value, definition_id, happened_on, happened_at,
        -change
    from cycle_changes
),

changed as (
    select
        cycle_key, kind, name, detail, value, definition_id, happened_on, happened_at,
        cast(sum(change) as bigint) as change
    from balances
    group by
        cycle_key, kind, name, detail, value, definition_id, happened_on, happened_at
    having sum(change) != 0
)

select
    kind,
    name,
    detail,
    value,
    definition_id,

    ledger_number,
    cycle_key,
    change,

    happened_on,
    happened_at
from cycle_changes
union all
select
    changed.kind,
    changed.name,
    changed.detail,
    changed.value,
    changed.definition_id,
    entries.ledger_number,
    changed.cycle_key,
    changed.change,
    changed.happened_on,
    changed.happened_at
from changed
cross join entries
