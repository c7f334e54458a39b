-- One row per entry of the ledger and one for this run, with what the entry before saw.
with entries as (
    select * from {{ source('ledger', 'entries') }}
),

run_settings as (
    select * from {{ source('run', 'run_settings') }}
),

batches as (
    select * from {{ source('landing', 'batches') }}
),

landed as (
    select max(batches.landed_at) as landed_to
    from batches
    inner join run_settings
        on run_settings.landing_watermark >= batches.batch_number
),

last_entry as (
    select coalesce(max(ledger_number), 0) as ledger_number from entries
),

known as (
    select
        ledger_number,
        as_of,
        landing_watermark,
        landed_to,
        code_hash,
        false as is_this_run
    from entries
    union all
    select
        last_entry.ledger_number + 1,
        run_settings.as_of,
        run_settings.landing_watermark,
        landed.landed_to,
        run_settings.code_hash,
        true
    from run_settings
    cross join last_entry
    cross join landed
)

select
    code_hash,
    lag(code_hash) over (order by ledger_number asc nulls last) as previous_code_hash,

    ledger_number,
    lag(ledger_number) over (order by ledger_number asc nulls last) as previous_number,
    landing_watermark,

    is_this_run,

    as_of,
    lag(as_of) over (order by ledger_number asc nulls last) as previous_as_of,
    landed_to,
    lag(landed_to) over (order by ledger_number asc nulls last) as previous_landed_to
from known
