-- One row per restated person, entry of the ledger, closing and what moved of it: why.
with subjects as (
    select * from {{ ref('int_restatement_subjects') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }}
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

merged_persons as (
    select * from {{ ref('int_merged_persons') }}
),

redefined_persons as (
    select * from {{ ref('int_redefined_persons') }}
),

landed_causes as (
    select * from {{ ref('int_landed_causes') }}
),

book_causes as (
    select * from {{ ref('int_book_causes') }}
),

restated as (
    select person_id, ledger_number, closed_at, subject_kind, subject, moved_on
    from subjects
    group by person_id, ledger_number, closed_at, subject_kind, subject, moved_on
),

erased_persons as (
    select person_id from persons
    where is_erased
    group by person_id
),

judged as (
    select
        restated.*,
        erased_persons.person_id is not null as is_erased,
        coalesce(
            merged_persons.is_merged
            or (merged_persons.is_deleted and restated.subject_kind = 'verdict'),
            false
        ) as is_merged,
        redefined_persons.person_id is not null as is_redefined,
        coalesce(book_causes.has_other_definitions, false) as has_other_definitions,
        coalesce(book_causes.has_other_mappings, false) as has_other_mappings,
        coalesce(landed_causes.has_moving_row, false) as has_moving_row,
        coalesce(landed_causes.is_backdated, false) as is_backdated,
        coalesce(landed_causes.has_record, false) as has_record,
        entries.code_hash != entries.previous_code_hash as has_other_code
    from restated
    inner join entries on entries.ledger_number = restated.ledger_number
    left join erased_persons on erased_persons.person_id = restated.person_id
    left join merged_persons
        on merged_persons.person_id = restated.person_id
        and merged_persons.ledger_number = restated.ledger_number
    left join redefined_persons
        on redefined_persons.person_id = restated.person_id
        and redefined_persons.ledger_number = restated.ledger_number
        and redefined_persons.stage = restated.subject
    left join book_causes
        on book_causes.ledger_number = restated.ledger_number
        and book_causes.subject_kind = restated.subject_kind
        and book_causes.subject = restated.subject
        and book_causes.moved_on is not distinct from restated.moved_on
        and book_causes.closed_at is not distinct from restated.closed_at
    left join landed_causes
        on landed_causes.person_id = restated.person_id
        and landed_causes.ledger_number = restated.ledger_number
        and landed_causes.subject_kind = restated.subject_kind
        and landed_causes.subject = restated.subject
        and landed_causes.moved_on is not distinct from restated.moved_on
        and landed_causes.closed_at is not distinct from restated.closed_at
)

-- The first that holds.
select
    person_id,
    subject_kind,
    subject,
    case
        when is_erased then 'erasure'
        when is_merged then 'merge or deletion'
        when is_redefined then 'definition change'
        when is_backdated then 'backdated edit'
        when has_moving_row then 'late data'
        when has_other_definitions then 'definition change'
        when has_other_mappings then 'remapping'
        when has_other_code and not has_record then 'software change'
        else 'late data'
    end as category,

    ledger_number,

    closed_at,
    moved_on
from judged
