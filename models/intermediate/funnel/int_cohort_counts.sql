-- One row per step of a segment, period and window: cycles entered, mature, converted.
with ages as (
    select * from {{ ref('int_cohort_ages') }}
),

ends as (
    select * from {{ ref('int_cohort_ends') }}
),

window_ages as (
    select * from {{ ref('int_window_ages') }}
),

windows as (
    select * from {{ ref('int_windows') }}
),

-- Windows are few and ages many: counted by the windows that are over first.
matured as (
    select
        ages.step_number,
        ages.period_number,
        window_ages.mature_days,
        sum(ages.cycles) as cycles,
        bool_or(ages.is_known) as is_known,
        bool_or(ages.is_left_truncated) as is_left_truncated
    from ages
    inner join window_ages on window_ages.age_days = ages.follow_days
    group by ages.step_number, ages.period_number, window_ages.mature_days
),

-- To date every cycle is in the denominator.
entered as (
    select
        matured.step_number,
        matured.period_number,
        windows.window_days,
        sum(matured.cycles) as cycles_entered,
        coalesce(
            sum(matured.cycles) filter (
                where coalesce(matured.mature_days >= windows.window_days, true)
            ),
            0
        ) as cycles_mature,
        bool_or(matured.is_known) as is_known,
        bool_or(matured.mature_days < windows.maturing_days) as is_immature,
        bool_or(matured.is_left_truncated) as is_left_truncated
    from matured
    cross join windows
    group by matured.step_number, matured.period_number, windows.window_days
),

-- What ended exactly as a window did was at risk until then.
ended as (
    select
        ends.step_number,
        ends.period_number,
        windows.window_days,
        sum(ends.cycles_converted) as cycles_converted,
        sum(ends.cycles) filter (
            where
            ends.within_days < windows.window_days
            or not ends.is_at_the_end
        ) as cycles_ended_before
    from ends
    inner join windows
        on coalesce(ends.mature_days >= windows.window_days, true)
        and (
            windows.window_days is null
            or ends.within_days <= windows.window_days
        )
    group by ends.step_number, ends.period_number, windows.window_days
),

seen as (
    select step_number, period_number, sum(cycles_seen) as cycles_seen
    from ends
    group by step_number, period_number
)

-- To date has no days: 0 stands for it in the join alone. Followed to the window's end
-- is a cohort whose cycles are all mature or over, or of which one still waits then.
select
    entered.step_number,
    entered.period_number,
    entered.window_days,
    cast(entered.cycles_entered as bigint) as cycles_entered,
    cast(entered.cycles_mature as bigint) as cycles_mature,
    cast(coalesce(ended.cycles_converted, 0) as bigint) as cycles_converted,

    entered.is_known,
    entered.cycles_mature = entered.cycles_entered
    or entered.cycles_mature > coalesce(ended.cycles_ended_before, 0)
    or coalesce(seen.cycles_seen = entered.cycles_entered, false) as is_followed,
    entered.is_immature,
    entered.is_left_truncated
from entered
left join ended
    on ended.step_number = entered.step_number
    and ended.period_number = entered.period_number
    and coalesce(ended.window_days, 0) = coalesce(entered.window_days, 0)
left join seen
    on seen.step_number = entered.step_number
    and seen.period_number = entered.period_number
