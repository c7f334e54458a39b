-- One row per person and entry in which a record became another's or was deleted.
with record_changes as (
    select * from {{ ref('int_cycle_changes') }} where kind = 'record'
),

deletions as (
    select * from {{ ref('int_cycle_changes') }} where kind = 'deleted'
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

cycles as (
    select * from {{ ref('int_ledger_cycles') }}
),

changed_records as (
    select value as record_key, ledger_number
    from record_changes
    group by value, ledger_number
),

-- Whose each record was and became; one lead may have it by several cycles.
holders as (
    select
        changed_records.record_key,
        changed_records.ledger_number,
        persons.person_id,
        persons.lead_id,
        sum(
            case
                when record_changes.ledger_number < changed_records.ledger_number
                    then record_changes.change
                else 0
            end
        ) > 0 as was_holder,
        sum(record_changes.change) > 0 as is_holder
    from changed_records
    inner join record_changes
        on record_changes.value = changed_records.record_key
        and record_changes.ledger_number <= changed_records.ledger_number
    inner join persons
        on persons.cycle_key = record_changes.cycle_key
        and not persons.is_erased
    group by
        changed_records.record_key, changed_records.ledger_number, persons.person_id,
        persons.lead_id
),

moved as (
    select
        losers.person_id as from_person_id,
        winners.person_id as to_person_id,
        winners.ledger_number
    from holders as losers
    inner join holders as winners
        on winners.record_key = losers.record_key
        and winners.ledger_number = losers.ledger_number
        and winners.lead_id != losers.lead_id
    where
        losers.was_holder
        and not losers.is_holder
        and winners.is_holder
        and not winners.was_holder
),

touched as (
    select from_person_id as person_id, ledger_number, true as is_merged from moved
    union all
    select to_person_id, ledger_number, true from moved
    union all
    select persons.person_id, deletions.ledger_number, false
    from deletions
    inner join persons on persons.cycle_key = deletions.cycle_key
    inner join cycles
        on cycles.cycle_key = deletions.cycle_key
        and cycles.ledger_number < deletions.ledger_number
)

select
    person_id,

    ledger_number,

    bool_or(is_merged) as is_merged,
    bool_or(not is_merged) as is_deleted
from touched
group by person_id, ledger_number
