-- One row per entry of the ledger, with which parts of the book changed since the last.
with entries as (
    select * from {{ ref('int_ledger_entries') }} where previous_number is not null
),

book_files as (
    select * from {{ ref('int_ledger_book_parts') }} where definition_id is null
),

-- Nothing is counted by what these say.
counting_files as (
    select * from book_files
    where
        part not in (
            'definitions/kpi_definitions.csv', 'definitions/data_entry_rules.csv',
            'definitions/conversion_windows.csv', 'targets/is_capacity.csv',
            'targets/mapping_bounds.csv', 'targets/score_bands.csv',
            'targets/score_landmarks.csv'
        )
),

changed as (
    select
        entries.ledger_number,
        later.part
    from entries
    inner join counting_files as later on later.ledger_number = entries.ledger_number
    left join counting_files as earlier
        on earlier.ledger_number = entries.previous_number
        and earlier.part = later.part
    where earlier.content_hash is null or earlier.content_hash != later.content_hash
)

select
    entries.ledger_number,

    coalesce(bool_or(changed.part not like 'mappings/%'), false)
        as has_other_definitions,
    coalesce(bool_or(changed.part like 'mappings/%'), false) as has_other_mappings
from entries
left join changed on changed.ledger_number = entries.ledger_number
group by entries.ledger_number
