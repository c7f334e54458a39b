-- id: outcome_changes_recount
-- table: marts.mart_outcome_changes
-- kind: recounts
-- promise: The wins of every cohort of acquired leads are its cycles that were won within
--   the window, and their revenue that of the deals of these cycles won by then.
with every_change as (
    select * from {batch}
),

changes as (
    select * from every_change where from_stage = 'lead'
),

cycles as (
    select
        cycles.lead_id, cycles.cycle_number, cycles.opened_at, cycles.won_at,
        cast((cycles.opened_at at time zone 'UTC') at time zone run.time_zone as date)
            as opened_on
    from facts.fct_lead_cycles as cycles
    cross join intermediate.int_run as run
    where cycles.entry_type = 'acquired'
),

windows as (
    select distinct window_days
    -- Every change of a window names it.
    from changes
),

days as (
    select day_on, 'week' as period_grain, week_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'month', month_on from dimensions.dim_days
    union all
    select day_on, 'quarter', quarter_on from dimensions.dim_days
),

wins as (
    select
        days.period_grain, days.period_on, windows.window_days, cycles.lead_id,
        cycles.cycle_number, cycles.opened_at + to_days(windows.window_days) as until_at
    from cycles
    cross join intermediate.int_run as run
    inner join windows
        on cycles.opened_at + to_days(windows.window_days) <= run.as_of
        and cycles.won_at <= cycles.opened_at + to_days(windows.window_days)
    inner join days on days.day_on = cycles.opened_on
),

counted as (
    select period_grain, period_on, window_days, count(*) as wins
    from wins
    group by period_grain, period_on, window_days
),

earned as (
    select
        wins.period_grain, wins.period_on, wins.window_days,
        sum(opportunities.amount) as revenue
    from wins
    cross join intermediate.int_run as run
    inner join facts.fct_opportunities as opportunities
        on opportunities.lead_id = wins.lead_id
        and opportunities.cycle_number = wins.cycle_number
        and date_trunc('second', opportunities.won_at) <= wins.until_at
        and coalesce(opportunities.currency, run.currency) = run.currency
    inner join facts.fct_lead_cycles as cycles
        on cycles.lead_id = wins.lead_id
        and cycles.cycle_number = wins.cycle_number
        and date_trunc(
            'second',
            coalesce(opportunities.created_at, opportunities.won_at)
        ) <= cycles.won_at
    group by wins.period_grain, wins.period_on, wins.window_days
)

select distinct
    -- Every link of a chain tells its totals.
    changes.period_grain,
    changes.period_0,
    changes.period_1,
    changes.from_stage,
    changes.window_days,
    changes.result
from changes
left join counted as wins_0
    on wins_0.period_grain = changes.period_grain
    and wins_0.period_on = changes.period_0
    and wins_0.window_days = changes.window_days
left join counted as wins_1
    on wins_1.period_grain = changes.period_grain
    and wins_1.period_on = changes.period_1
    and wins_1.window_days = changes.window_days
left join earned as earned_0
    on earned_0.period_grain = changes.period_grain
    and earned_0.period_on = changes.period_0
    and earned_0.window_days = changes.window_days
left join earned as earned_1
    on earned_1.period_grain = changes.period_grain
    and earned_1.period_on = changes.period_1
    and earned_1.window_days = changes.window_days
where
    (
        changes.result = 'wins'
        and (
            abs(changes.total_0 - coalesce(wins_0.wins, 0)) > 1e-5
            or abs(changes.total_1 - coalesce(wins_1.wins, 0)) > 1e-5
        )
    )
    or (
        changes.result = 'revenue'
        and (
            abs(changes.total_0 - coalesce(earned_0.revenue, 0))
            > 1e-6 * greatest(10, earned_0.revenue)
            or abs(changes.total_1 - coalesce(earned_1.revenue, 0))
            > 1e-6 * greatest(10, earned_1.revenue)
        )
    )
