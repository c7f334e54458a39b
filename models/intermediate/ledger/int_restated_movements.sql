-- One row per person, entry of the ledger, policy, stage and instant that came or went.
with cycle_changes as (
    select * from {{ ref('int_cycle_changes') }} where kind = 'time'
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where previous_number is not null
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
)

-- A stage that only changed its cycle, or its version, did not move.
select
    persons.person_id,
    cycle_changes.detail as entry_policy,
    cycle_changes.name as stage,

    cycle_changes.ledger_number,

    cycle_changes.happened_on,
    cycle_changes.happened_at
from cycle_changes
inner join entries on entries.ledger_number = cycle_changes.ledger_number
inner join persons on persons.cycle_key = cycle_changes.cycle_key
where cycle_changes.happened_at <= entries.previous_as_of
group by
    persons.person_id, cycle_changes.detail, cycle_changes.name,
    cycle_changes.ledger_number, cycle_changes.happened_on, cycle_changes.happened_at
having sum(cycle_changes.change) != 0
