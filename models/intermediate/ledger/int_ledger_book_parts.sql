-- One row per entry of the ledger (and this run) and part of its book.
with book_parts as (
    select * from {{ source('ledger', 'book_parts') }}
),

todays_parts as (
    select * from {{ source('run', 'book_parts') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }} where is_this_run
)

select
    part,
    definition_id,
    content_hash,

    ledger_number,

    valid_from,
    valid_to
from book_parts
union all
select
    todays_parts.part,
    todays_parts.definition_id,
    todays_parts.content_hash,
    entries.ledger_number,
    todays_parts.valid_from,
    todays_parts.valid_to
from todays_parts
cross join entries
