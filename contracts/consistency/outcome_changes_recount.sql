-- id: outcome_changes_recount
-- table: marts.mart_outcome_changes
-- kind: recounts
-- promise: Wherever two compared periods both have cycles that entered a stage, and all
--   who could have had the window, their wins are compared, and their revenue where it
--   is known; the volume is the number of these cycles, the wins are those won within
--   the window, and the revenue that of the deals of these cycles won by then.
with changes as (
    select * from {batch}
),

entries as (
    select times.lead_id, times.cycle_number, times.stage, times.entered_on,
        times.occurred_at
    from intermediate.int_cycle_stage_times as times
    where times.definition_basis = 'then' and times.entry_policy = 'filled'
),

days as (
    select day_on, 'week' as period_grain, week_on as period_on, ends_at
    from dimensions.dim_days
    union all
    select day_on, 'month', month_on, ends_at from dimensions.dim_days
    union all
    select day_on, 'quarter', quarter_on, ends_at from dimensions.dim_days
),

-- Of a cohort of which only some are old enough the volume would be of these.
whole_periods as (
    select
        days.period_grain, days.period_on,
        cast(windows.window_days as integer) as window_days
    from days
    cross join intermediate.int_run as run
    inner join intermediate.int_windows as windows on windows.window_days is not null
    group by days.period_grain, days.period_on, windows.window_days, run.as_of
    having
        max(days.ends_at) + to_days(cast(windows.window_days as integer)) <= run.as_of
),

-- Where no tool knows of wins there are none to compare, not even none.
stages as (
    select stage from book.lifecycle_stages
    where
        stage_path = 'success'
        and stage <> 'won'
        and exists (
            select 1 from intermediate.int_lead_knowledge as knowledge
            where knowledge.definition_basis = 'then' and knowledge.stage = 'won'
        )
),

followed as (
    select
        days.period_grain, days.period_on, entries.stage as from_stage,
        whole_periods.window_days, entries.lead_id, entries.cycle_number,
        entries.occurred_at + to_days(whole_periods.window_days) as until_at
    from entries
    inner join stages on stages.stage = entries.stage
    inner join days on days.day_on = entries.entered_on
    inner join whole_periods
        on whole_periods.period_grain = days.period_grain
        and whole_periods.period_on = days.period_on
),

won as (
    select followed.*, wins.occurred_at as won_at
    from followed
    inner join entries as wins
        on wins.lead_id = followed.lead_id
        and wins.cycle_number = followed.cycle_number
        and wins.stage = 'won'
        and wins.occurred_at <= followed.until_at
),

-- What a customer buys after the cycle that was won is not of it.
earned as (
    select
        won.period_grain, won.period_on, won.from_stage, won.window_days,
        sum(opportunities.amount) as revenue
    from won
    cross join intermediate.int_run as run
    inner join facts.fct_opportunities as opportunities
        on opportunities.lead_id = won.lead_id
        and opportunities.cycle_number = won.cycle_number
        and date_trunc('second', opportunities.won_at) <= won.until_at
        and coalesce(opportunities.currency, run.currency) = run.currency
        and date_trunc(
            'second', coalesce(opportunities.created_at, opportunities.won_at)
        ) <= won.won_at
    group by won.period_grain, won.period_on, won.from_stage, won.window_days
),

won_counts as (
    select period_grain, period_on, from_stage, window_days, count(*) as wins
    from won
    group by period_grain, period_on, from_stage, window_days
),

cohorts as (
    select
        followed.period_grain, followed.period_on, followed.from_stage,
        followed.window_days, count(*) as cycles,
        coalesce(min(won_counts.wins), 0) as wins, min(earned.revenue) as revenue
    from followed
    left join won_counts
        on won_counts.period_grain = followed.period_grain
        and won_counts.period_on = followed.period_on
        and won_counts.from_stage = followed.from_stage
        and won_counts.window_days = followed.window_days
    left join earned
        on earned.period_grain = followed.period_grain
        and earned.period_on = followed.period_on
        and earned.from_stage = followed.from_stage
        and earned.window_days = followed.window_days
    group by
        followed.period_grain, followed.period_on, followed.from_stage,
        followed.window_days
),

-- The day before a period lies in the one before; its own day a year ago, or the first
-- day of it on record, in that of a year before.
pairs as (
    select later.period_grain, earlier.period_on as period_0,
        later.period_on as period_1, 'previous' as comparison
    from days as later
    inner join days as earlier
        on earlier.period_grain = later.period_grain
        and earlier.day_on + 1 = later.day_on
        and earlier.period_on < later.period_on
    union
    select later.period_grain, earlier.period_on, later.period_on, 'year_before'
    from days as later
    inner join days as earlier
        on earlier.period_grain = later.period_grain
        and earlier.day_on = cast(later.period_on - interval 1 year as date)
),

compared as (
    select
        pairs.*, cohorts_1.from_stage, cohorts_1.window_days,
        cohorts_0.cycles as volume_0, cohorts_1.cycles as volume_1,
        cohorts_0.wins as wins_0, cohorts_1.wins as wins_1,
        cohorts_0.revenue as revenue_0, cohorts_1.revenue as revenue_1
    from pairs
    inner join cohorts as cohorts_1
        on cohorts_1.period_grain = pairs.period_grain
        and cohorts_1.period_on = pairs.period_1
    inner join cohorts as cohorts_0
        on cohorts_0.period_grain = pairs.period_grain
        and cohorts_0.period_on = pairs.period_0
        and cohorts_0.from_stage = cohorts_1.from_stage
        and cohorts_0.window_days = cohorts_1.window_days
),

-- Where somebody won and nobody knows for how much there is no revenue to speak of.
expected as (
    select
        comparison, period_grain, period_0, period_1, from_stage, window_days,
        'wins' as result, volume_0, volume_1, cast(wins_0 as double) as total_0,
        cast(wins_1 as double) as total_1
    from compared
    union all
    select
        comparison, period_grain, period_0, period_1, from_stage, window_days,
        'revenue', volume_0, volume_1, coalesce(revenue_0, 0), coalesce(revenue_1, 0)
    from compared
    where
        wins_0 + wins_1 > 0
        and (wins_0 = 0 or revenue_0 is not null)
        and (wins_1 = 0 or revenue_1 is not null)
),

told as (
    select
        comparison, period_grain, period_0, period_1, from_stage, window_days, result,
        max(case when link = 'volume' then value_0 end) as volume_0,
        max(case when link = 'volume' then value_1 end) as volume_1,
        max(total_0) as total_0, max(total_1) as total_1
    from changes
    group by
        comparison, period_grain, period_0, period_1, from_stage, window_days, result
)

select
    coalesce(told.period_grain, expected.period_grain) as period_grain,
    coalesce(told.period_0, expected.period_0) as period_0,
    coalesce(told.period_1, expected.period_1) as period_1,
    coalesce(told.from_stage, expected.from_stage) as from_stage,
    coalesce(told.window_days, expected.window_days) as window_days,
    coalesce(told.result, expected.result) as result
from told
full outer join expected
    on expected.comparison = told.comparison
    and expected.period_grain = told.period_grain
    and expected.period_0 = told.period_0
    and expected.period_1 = told.period_1
    and expected.from_stage = told.from_stage
    and expected.window_days = told.window_days
    and expected.result = told.result
where
    told.volume_0 is distinct from expected.volume_0
    or told.volume_1 is distinct from expected.volume_1
    or abs(told.total_0 - expected.total_0) > 1e-6 * greatest(10, expected.total_0)
    or abs(told.total_1 - expected.total_1) > 1e-6 * greatest(10, expected.total_1)
