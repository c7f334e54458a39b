-- One row per recycled cycle, stage it entered and window, with its way back.
with conversions as (
    select * from {{ ref('int_step_ends') }}
    where
        to_stage = 'recycled'
        and entry_policy = 'strict'
        and is_converted
),

windows as (
    select * from {{ ref('int_windows') }}
),

recycled_cycles as (
    select * from {{ ref('int_recycled_cycles') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- Recycled within the window; to date everything that happened counts.
followed as (
    select
        conversions.definition_basis,
        conversions.lead_id,
        conversions.cycle_number,
        conversions.from_stage,
        conversions.kind_key,
        conversions.entered_on,
        windows.window_days,
        recycled_cycles.reason,
        recycled_cycles.days_to_reentry,
        recycled_cycles.is_sql_known,
        windows.window_days is null
        or {{ add_days('recycled_cycles.recycled_at', 'windows.window_days') }}
        <= run.as_of as is_reentry_mature,
        recycled_cycles.reopened_at is not null
        and (
            windows.window_days is null
            or recycled_cycles.reopened_at
            <= {{ add_days('recycled_cycles.recycled_at', 'windows.window_days') }}
        ) as is_reentered,
        windows.window_days is null
        or {{ add_days('recycled_cycles.reopened_at', 'windows.window_days') }}
        <= run.as_of as is_yield_mature,
        recycled_cycles.sql_at is not null
        and (
            windows.window_days is null
            or recycled_cycles.sql_at
            <= {{ add_days('recycled_cycles.reopened_at', 'windows.window_days') }}
        ) as is_sql
    from conversions
    inner join recycled_cycles
        on recycled_cycles.definition_basis = conversions.definition_basis
        and recycled_cycles.lead_id = conversions.lead_id
        and recycled_cycles.cycle_number = conversions.cycle_number
    inner join windows
        on coalesce(
            conversions.follow_days >= windows.window_days
            and conversions.end_hours <= windows.window_hours,
            true
        )
    cross join run
)

-- Settled: it came back and its window is over, or it did not within the window.
select
    definition_basis,
    lead_id,
    from_stage,
    kind_key,
    reason,

    cycle_number,
    window_days,
    case when is_reentry_mature and is_reentered then days_to_reentry end
        as days_to_reentry,

    is_reentry_mature,
    is_reentry_mature and is_reentered as is_reentered,
    is_sql_known and is_reentry_mature and is_reentered and is_yield_mature
        as is_yield_mature,
    is_sql_known and is_reentry_mature and is_reentered and is_yield_mature
    and is_sql as is_sql,
    is_sql_known and is_reentry_mature and (not is_reentered or is_yield_mature)
        as is_settled,

    entered_on
from followed
