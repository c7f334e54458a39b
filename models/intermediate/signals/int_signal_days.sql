-- One row per lead, gap and day on which rules are evaluated or a temperature judged.
with touch_days as (
    select * from {{ ref('int_touch_days') }}
),

signal_instants as (
    select * from {{ ref('int_signal_instants') }}
),

attribute_events as (
    select * from {{ ref('int_attribute_events') }} where signal = 'attribute'
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
        false as is_record_only, false as is_waiting, false as is_quiet
    from touch_days
    where signal = 'touch' and not is_waiting
    union all
    select lead_id, gap_basis, gap_number, day_on, occurred_at, has_attribute_change,
        only_definition_id is not null, is_record_only, is_waiting, false
    from signal_instants
    union all
    -- No stage is asked for in a cool-down, but a temperature is.
    select lead_id, gap_basis, gap_number, day_on, last_at, false, false, false, true,
        true
    from touch_days
    where signal = 'touch' and is_waiting and gap_number > 0
    union all
    select
        attribute_events.lead_id, gaps.gap_basis, gaps.gap_number,
        {{ company_day('attribute_events.observed_at') }},
        attribute_events.observed_at, true, false, false, true, true
    from attribute_events
    inner join gaps
        on gaps.lead_id = attribute_events.lead_id
        and gaps.starts_after_at < attribute_events.observed_at
        and gaps.cooled_after_at >= attribute_events.observed_at
        and (gaps.exit_at is null or gaps.exit_at >= attribute_events.observed_at)
    cross join run
    where attribute_events.observed_at <= run.as_of
    union all
    -- Nothing is asked for as of the run, but people ask how things stand.
    select gaps.lead_id, gaps.gap_basis, gaps.gap_number, run.as_of_on, null,
        false, false, false, true, true
    from gaps
    cross join run
    where gaps.exit_at is null
),

days as (
    select
        lead_id,
        gap_basis,
        gap_number,
        day_on,
        -- NULL until here: a day on which nothing happened, asked for as of the run.
        coalesce(max(signals.last_at), max(run.as_of)) as last_at,
        max(
            case when not is_record_only and not is_adoption then signals.last_at end
        )
            as signal_at,
        max(case when is_record_only then signals.last_at end) as record_at,
        bool_or(has_attribute_change) as has_attribute_change,
        bool_or(is_adoption) as is_adoption,
        bool_or(not is_record_only and not is_quiet) as has_signal,
        bool_or(not is_record_only and not is_waiting) as has_cooled_signal,
        bool_or(not is_waiting) as has_cooled_record,
        bool_or(not is_quiet) as has_record
    from signals
    cross join run
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
    days.has_record,
    days.is_adoption
    or coalesce(
        {{ company_day('gaps.cooled_after_at') }} >= days.day_on, false
    )
    or coalesce(
        {{ company_day('gaps.starts_after_at') }} = days.day_on, false
    )
    or coalesce({{ company_day('gaps.exit_at') }} = days.day_on, false)
        as is_partial,

    days.day_on,
    days.last_at,
    days.signal_at,
    days.record_at
from days
inner join gaps
    on gaps.lead_id = days.lead_id
    and gaps.gap_basis = days.gap_basis
    and gaps.gap_number = days.gap_number
cross join run
