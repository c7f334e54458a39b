-- One row per person, entry of the ledger and stage whose definition it changed.
with cycle_changes as (
    select * from {{ ref('int_cycle_changes') }}
    where kind = 'time' and definition_id is not null
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where previous_number is not null
),

definitions as (
    select * from {{ ref('int_ledger_book_parts') }} where part = 'definition'
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

dated as (
    select
        persons.person_id,
        cycle_changes.ledger_number,
        cycle_changes.name as stage,
        entries.previous_number,
        cycle_changes.definition_id,
        cycle_changes.happened_on
    from cycle_changes
    inner join entries on entries.ledger_number = cycle_changes.ledger_number
    inner join persons on persons.cycle_key = cycle_changes.cycle_key
    where cycle_changes.happened_at <= entries.previous_as_of
),

compared as (
    select
        dated.person_id,
        dated.ledger_number,
        dated.stage,
        earlier.content_hash as earlier_hash,
        later.content_hash as later_hash,
        dated.happened_on >= coalesce(earlier.valid_from, dated.happened_on)
        and (earlier.valid_to is null or dated.happened_on < earlier.valid_to)
            as was_valid,
        dated.happened_on >= coalesce(later.valid_from, dated.happened_on)
        and (later.valid_to is null or dated.happened_on < later.valid_to)
            as is_valid
    from dated
    left join definitions as earlier
        on earlier.ledger_number = dated.previous_number
        and earlier.definition_id = dated.definition_id
    left join definitions as later
        on later.ledger_number = dated.ledger_number
        and later.definition_id = dated.definition_id
)

select
    person_id,
    stage,

    ledger_number
from compared
where
    earlier_hash is null
    or later_hash is null
    or earlier_hash != later_hash
    or was_valid != is_valid
group by person_id, ledger_number, stage
