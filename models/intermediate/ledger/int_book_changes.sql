-- One row per entry of the ledger and part of the book that it found changed.
with entries as (
    select * from {{ ref('int_ledger_entries') }} where previous_number is not null
),

book_parts as (
    select * from {{ ref('int_ledger_book_parts') }}
),

stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }}
),

stages as (
    select * from {{ ref('int_defined_stages') }}
),

-- A part that is in only one of the two books stands once.
sides as (
    select
        entries.ledger_number,
        book_parts.ledger_number = entries.ledger_number as is_later,
        book_parts.part,
        book_parts.definition_id,
        book_parts.content_hash,
        coalesce(book_parts.valid_from, date '0001-01-01') as from_on,
        coalesce(book_parts.valid_to, date '9999-12-31') as to_on
    from entries
    inner join book_parts
        on book_parts.ledger_number in (entries.ledger_number, entries.previous_number)
),

compared as (
    select
        ledger_number,
        part,
        definition_id,
        bool_or(is_later)
        and bool_or(not is_later)
        and count(distinct content_hash) = 1
        and count(distinct from_on) = 1 as is_same_until_it_ends,
        count(distinct to_on) > 1 as has_other_end,
        min(from_on) as begun_on,
        min(to_on) as ended_on
    from sides
    group by ledger_number, part, definition_id
),

changed as (
    select
        *,
        case when is_same_until_it_ends then ended_on else begun_on end
            as changed_from_on
    from compared
    where has_other_end or not is_same_until_it_ends
),

-- A file whose rows stand beside it, in both books, is told by them. (The ledger did
-- not always have those of prices and exclusions.)
told_by_rows as (
    select ledger_number, part
    from sides
    where definition_id is not null
    group by ledger_number, part
    having bool_or(is_later) and bool_or(not is_later)
),

-- Nothing is counted by what some files say; stages are told by their definitions.
counting as (
    select changed.*
    from changed
    left join told_by_rows
        on told_by_rows.ledger_number = changed.ledger_number
        and told_by_rows.part = changed.part
    where
        (changed.definition_id is null) = (told_by_rows.part is null)
        and changed.part not in (
            'definitions/stage_definitions.csv', 'definitions/stage_rules.csv',
            'definitions/kpi_definitions.csv', 'definitions/data_entry_rules.csv',
            'definitions/conversion_windows.csv', 'targets/is_capacity.csv',
            'targets/mapping_bounds.csv', 'targets/score_bands.csv',
            'targets/score_landmarks.csv', 'targets/business_hours.csv',
            'targets/company_holidays.csv', 'targets/age_bands.csv',
            'targets/funnel_benchmarks.csv', 'targets/kpi_targets.csv',
            'mappings/labels.csv'
        )
)

-- An exit ends every cycle; a definition that the book no longer has may have been one.
select
    counting.part,
    counting.definition_id,
    case
        when counting.part = 'definition' and stages.stage_path = 'success' then 'stage'
        when counting.part = 'definition' and stages.stage_path = 'temperature'
            then 'nothing'
        when
            counting.part in (
                'definitions/score_rules.csv', 'definitions/score_half_lives.csv'
            )
            then 'scores'
        when counting.part in ('mappings/channel.csv', 'mappings/channels.csv')
            then 'channel'
        else 'everything'
    end as reach,
    stages.stage,

    counting.ledger_number,

    counting.part like 'mappings/%' as is_mapping,

    counting.changed_from_on
from counting
left join stage_definitions
    on counting.part = 'definition'
    and stage_definitions.definition_id = counting.definition_id
left join stages on stages.stage = stage_definitions.stage
