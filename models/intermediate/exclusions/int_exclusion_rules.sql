-- One row per approved exclusion rule, with its instants.
with exclusion_rules as (
    select * from {{ source('book', 'exclusion_rules') }}
),

run as (
    select * from {{ ref('int_run') }}
)

select
    exclusion_rules.exclusion_id,
    exclusion_rules.reason,
    exclusion_rules.applies_to,
    exclusion_rules.action,
    exclusion_rules.signal,
    exclusion_rules.signal_argument,
    exclusion_rules.comparison,
    exclusion_rules.value,

    exclusion_rules.min_count,
    exclusion_rules.within_seconds,

    coalesce(
        {{ day_start('exclusion_rules.valid_from', 'run.time_zone') }},
        timestamp '0001-01-01 00:00:00'
    ) as valid_from_at,
    coalesce(
        {{ day_start('exclusion_rules.valid_to', 'run.time_zone') }},
        timestamp '9999-12-31 00:00:00'
    ) as valid_to_at
from exclusion_rules
cross join run
