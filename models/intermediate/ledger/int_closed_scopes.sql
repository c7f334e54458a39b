-- One row per mart, period and window that is closed, with the entry that reported it.
with scopes as (
    select * from {{ source('ledger', 'scopes') }}
),

entries as (
    select * from {{ ref('int_ledger_entries') }}
),

this_run as (
    select * from entries where is_this_run
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

days as (
    select * from {{ ref('int_days') }}
),

windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

periods as (
    select
        day_periods.period_grain,
        day_periods.period_on,
        max(days.day_on) as last_on,
        max(days.ends_at) as ends_at
    from day_periods
    inner join days on days.day_on = day_periods.day_on
    group by day_periods.period_grain, day_periods.period_on
),

-- Back from recycling: a window to be recycled, one to come back, one to reach SQL.
waits as (
    select 'mart_funnel_periods' as mart, cast(null as bigint) as window_days,
        cast(0 as bigint) as waiting_days
    union all
    select 'mart_stage_agreement', null, 0
    union all
    select 'mart_funnel_cohorts', window_days, window_days from windows
    union all
    select 'mart_recycling', window_days, 3 * window_days from windows
),

closed as (
    select
        waits.mart,
        periods.period_grain,
        periods.period_on,
        periods.last_on,
        waits.window_days,
        this_run.ledger_number
    from periods
    cross join waits
    cross join this_run
    where
        {{ add_days('periods.ends_at', 'waits.waiting_days') }} <= this_run.as_of
),

-- A period before the first that was reported was closed then, and empty. (Quarters
-- of a fiscal year that begins otherwise overlap, and are reported anew.)
first_scopes as (
    select mart, period_grain, window_days, min(period_on) as period_on
    from scopes
    group by mart, period_grain, window_days
),

told as (
    select mart, period_grain, period_on, window_days, ledger_number from scopes
    union all
    select
        closed.mart,
        closed.period_grain,
        closed.period_on,
        closed.window_days,
        coalesce(first_reports.ledger_number, closed.ledger_number)
    from closed
    left join scopes
        on scopes.mart = closed.mart
        and scopes.period_grain = closed.period_grain
        and scopes.period_on = closed.period_on
        and coalesce(scopes.window_days, 0) = coalesce(closed.window_days, 0)
    left join first_scopes
        on first_scopes.mart = closed.mart
        and first_scopes.period_grain = closed.period_grain
        and coalesce(first_scopes.window_days, 0) = coalesce(closed.window_days, 0)
        and first_scopes.period_on > closed.last_on
    left join scopes as first_reports
        on first_reports.mart = first_scopes.mart
        and first_reports.period_grain = first_scopes.period_grain
        and first_reports.period_on = first_scopes.period_on
        and coalesce(first_reports.window_days, 0)
        = coalesce(first_scopes.window_days, 0)
    where scopes.mart is null
)

-- An instant that a period of the calendar of today no longer has is unknown.
select
    told.mart,
    told.period_grain,

    told.window_days,
    told.ledger_number,

    entries.is_this_run as is_new,

    told.period_on,
    {{ add_days('periods.ends_at', 'waits.waiting_days') }} as closed_at
from told
inner join entries on entries.ledger_number = told.ledger_number
left join periods
    on periods.period_grain = told.period_grain
    and periods.period_on = told.period_on
left join waits
    on waits.mart = told.mart
    and coalesce(waits.window_days, 0) = coalesce(told.window_days, 0)
