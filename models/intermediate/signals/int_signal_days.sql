-- One row per lead, gap and day on which a rule is evaluated at least once.
with touch_days as (
    select * from {{ ref('int_touch_days') }}
),

signal_instants as (
    select * from {{ ref('int_signal_instants') }}
),

gaps as (
    select * from {{ ref('int_lead_gaps') }}
),

run as (
    select * from {{ ref('int_run') }}
),

signals as (
    select lead_id, gap_basis, gap_number, day_on, last_at,
        false as has_attribute_change, false as is_adoption,
        false as is_record_only, false as is_waiting
    from touch_days
    where signal = 'touch' and not is_waiting
    union all
    select lead_id, gap_basis, gap_number, day_on, occurred_at, has_attribute_change,
        only_definition_id is not null, is_record_only, is_waiting
    from signal_instants
),

days as (
    select
        lead_id,
        gap_basis,
        gap_number,
        day_on,
        max(last_at) as last_at,
        bool_or(has_attribute_change) as has_attribute_change,
        bool_or(is_adoption) as is_adoption,
        bool_or(not is_record_only) as has_signal,
        bool_or(not is_record_only and not is_waiting) as has_cooled_signal,
        bool_or(not is_waiting) as has_cooled_record
    from signals
    group by lead_id, gap_basis, gap_number, day_on
)

-- Where a gap begins or ends within the day, the day's counts are not the gap's; in the
-- cool-down touches count that are no signals; where a definition is adopted, not every
-- definition is evaluated.
select
    days.lead_id,

    days.gap_basis,
    days.gap_number,

    days.has_attribute_change,
    days.has_signal,
    days.has_cooled_signal,
    days.has_cooled_record,
    days.is_adoption
    or coalesce(
        {{ local_day('gaps.cooled_after_at', 'run.time_zone') }} >= days.day_on, false
    )
    or coalesce(
        {{ local_day('gaps.starts_after_at', 'run.time_zone') }} = days.day_on, false
    )
    or coalesce({{ local_day('gaps.exit_at', 'run.time_zone') }} = days.day_on, false)
        as is_partial,

    days.day_on,
    days.last_at
from days
inner join gaps
    on gaps.lead_id = days.lead_id
    and gaps.gap_basis = days.gap_basis
    and gaps.gap_number = days.gap_number
cross join run
