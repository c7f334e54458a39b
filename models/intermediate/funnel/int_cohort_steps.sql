-- One row per funnel step and window, with whether it is mature and converted.
with steps as (
    select * from {{ ref('int_funnel_steps') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

run as (
    select * from {{ ref('int_run') }}
),

-- Old enough: the whole window lies before the as-of.
aged as (
    select
        steps.*,
        windows.window_days,
        {{ add_days('steps.from_at', 'windows.maturing_days') }}
        <= run.as_of as is_old_enough,
        steps.to_at is not null and (
            windows.window_days is null
            or steps.to_at <= {{ add_days('steps.from_at', 'windows.window_days') }}
        ) as is_reached
    from steps
    cross join windows
    cross join run
)

-- To date every cycle is in the denominator.
select
    definition_basis,
    lead_id,
    entry_policy,
    from_stage,
    to_stage,

    cycle_number,
    window_days,
    case
        when is_reached and (is_old_enough or window_days is null) then days_taken
    end as days_taken,

    is_known,
    is_old_enough,
    is_old_enough or window_days is null as is_mature,
    is_reached and (is_old_enough or window_days is null) as is_converted,
    is_left_truncated,

    entered_on
from aged
