-- One row per restated person, entry of the ledger and instant of closing: why.
with parts as (
    select * from {{ ref('int_restatement_parts') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }}
),

landings as (
    select * from {{ ref('int_restated_landings') }}
),

merged_persons as (
    select * from {{ ref('int_merged_persons') }}
),

redefined_persons as (
    select * from {{ ref('int_redefined_persons') }}
),

book_changes as (
    select * from {{ ref('int_book_changes') }}
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

restated_cycles as (
    select * from {{ ref('int_restated_cycles') }}
),

restated as (
    select person_id, ledger_number, closed_at
    from parts
    group by person_id, ledger_number, closed_at
),

erased_persons as (
    select person_id from persons
    where is_erased
    group by person_id
),

rechannelled as (
    select
        persons.person_id,
        restated_cycles.ledger_number,
        bool_and(restated_cycles.is_only_rechannelled) as is_only_rechannelled
    from restated_cycles
    inner join persons on persons.cycle_key = restated_cycles.cycle_key
    group by persons.person_id, restated_cycles.ledger_number
),

-- What is seen since the entry before: it landed since, or only now it is its time.
landed as (
    select
        restated.person_id,
        restated.ledger_number,
        restated.closed_at,
        bool_or(
            landings.recorded_at > restated.closed_at
            and landings.happened_at <= restated.closed_at
        ) as is_backdated
    from restated
    inner join entries on entries.ledger_number = restated.ledger_number
    inner join landings on landings.person_id = restated.person_id
    where
        landings.landed_at <= entries.landed_to
        and (
            landings.landed_at > coalesce(entries.previous_landed_to, entries.as_of)
            or (
                landings.visible_at > entries.previous_as_of
                and landings.visible_at <= entries.as_of
            )
        )
    group by restated.person_id, restated.ledger_number, restated.closed_at
),

judged as (
    select
        restated.person_id,
        restated.ledger_number,
        restated.closed_at,
        erased_persons.person_id is not null as is_erased,
        merged_persons.person_id is not null as is_merged,
        redefined_persons.person_id is not null as is_redefined,
        book_changes.has_other_definitions,
        book_changes.has_other_mappings,
        rechannelled.is_only_rechannelled,
        landed.person_id is not null as has_landed,
        coalesce(landed.is_backdated, false) as is_backdated,
        entries.code_hash != entries.previous_code_hash as has_other_code
    from restated
    inner join entries on entries.ledger_number = restated.ledger_number
    inner join book_changes on book_changes.ledger_number = restated.ledger_number
    left join erased_persons on erased_persons.person_id = restated.person_id
    left join merged_persons
        on merged_persons.person_id = restated.person_id
        and merged_persons.ledger_number = restated.ledger_number
    left join redefined_persons
        on redefined_persons.person_id = restated.person_id
        and redefined_persons.ledger_number = restated.ledger_number
    left join rechannelled
        on rechannelled.person_id = restated.person_id
        and rechannelled.ledger_number = restated.ledger_number
    left join landed
        on landed.person_id = restated.person_id
        and landed.ledger_number = restated.ledger_number
        and coalesce(landed.closed_at, timestamp '9999-12-31 00:00:00')
        = coalesce(restated.closed_at, timestamp '9999-12-31 00:00:00')
)

-- The first that holds. A channel that moves alone moved by its mapping.
select
    person_id,
    case
        when is_erased then 'erasure'
        when is_merged then 'merge or deletion'
        when is_redefined then 'definition change'
        when has_other_mappings and is_only_rechannelled then 'remapping'
        when has_other_definitions and not has_landed then 'definition change'
        when has_other_mappings and not has_landed then 'remapping'
        when is_backdated then 'backdated edit'
        when has_other_code and not has_landed then 'software change'
        else 'late data'
    end as category,

    ledger_number,

    closed_at
from judged
