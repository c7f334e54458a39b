-- One row per cycle, stage it entered and window, with its way to nurturing and back.
with steps as (
    select * from {{ ref('int_cohort_steps') }}
    where to_stage = 'recycled' and entry_policy = 'strict'
),

recycled_cycles as (
    select * from {{ ref('int_recycled_cycles') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- Of recycled cycles of the row; to date everything that happened counts.
followed as (
    select
        steps.definition_basis,
        steps.lead_id,
        steps.cycle_number,
        steps.from_stage,
        steps.window_days,
        steps.is_known,
        steps.is_mature,
        steps.is_old_enough,
        steps.entered_on,
        steps.is_converted as is_recycled,
        case when steps.is_converted then recycled_cycles.reason end as reason,
        recycled_cycles.days_to_reentry,
        recycled_cycles.is_sql_known,
        steps.window_days is null
        or {{ add_days('recycled_cycles.recycled_at', 'steps.window_days') }}
        <= run.as_of as is_reentry_mature,
        recycled_cycles.reopened_at is not null
        and (
            steps.window_days is null
            or recycled_cycles.reopened_at
            <= {{ add_days('recycled_cycles.recycled_at', 'steps.window_days') }}
        ) as is_reentered,
        steps.window_days is null
        or {{ add_days('recycled_cycles.reopened_at', 'steps.window_days') }}
        <= run.as_of as is_yield_mature,
        recycled_cycles.sql_at is not null
        and (
            steps.window_days is null
            or recycled_cycles.sql_at
            <= {{ add_days('recycled_cycles.reopened_at', 'steps.window_days') }}
        ) as is_sql
    from steps
    cross join run
    left join recycled_cycles
        on recycled_cycles.definition_basis = steps.definition_basis
        and recycled_cycles.lead_id = steps.lead_id
        and recycled_cycles.cycle_number = steps.cycle_number
)

-- Settled: it came back and its window is over, or it did not within the window.
select
    definition_basis,
    lead_id,
    from_stage,
    reason,

    cycle_number,
    window_days,
    case
        when is_recycled and is_reentry_mature and is_reentered then days_to_reentry
    end as days_to_reentry,

    is_known,
    is_old_enough,
    is_mature,
    is_recycled,
    is_recycled and is_reentry_mature as is_reentry_mature,
    is_recycled and is_reentry_mature and is_reentered as is_reentered,
    is_recycled and is_sql_known as is_sql_known,
    is_recycled and is_sql_known and is_reentry_mature and is_reentered
    and is_yield_mature as is_yield_mature,
    is_recycled and is_sql_known and is_reentry_mature and is_reentered
    and is_yield_mature and is_sql as is_sql,
    is_recycled and is_sql_known and is_reentry_mature
    and (not is_reentered or is_yield_mature) as is_settled,

    entered_on
from followed
