-- One row per restated cycle, entry, closed row of recycling and measure that it moved.
with steps as (
    select * from {{ ref('int_restated_steps') }}
    where to_stage = 'recycled' and entry_policy = 'strict'
),

facts as (
    select * from {{ ref('int_restated_facts') }}
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_recycling'
),

-- What the company counts no more cannot be compared.
windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

segments as (
    select * from facts where kind = 'segment'
),

returns as (
    select
        cycle_key,
        ledger_number,
        side,
        max(case when kind = 'return' and name = 'reopened' then happened_at end)
            as reopened_at,
        max(case when kind = 'return' and name = 'sql' then happened_at end) as sql_at,
        bool_or(kind = 'known' and name = 'sql') as is_sql_known
    from facts
    group by cycle_key, ledger_number, side
),

followed as (
    select
        steps.cycle_key,
        steps.ledger_number,
        steps.side,
        scopes.ledger_number as reported_number,
        scopes.closed_at,
        scopes.period_grain,
        scopes.period_on,
        scopes.window_days,
        steps.from_stage,
        coalesce(
            steps.to_at <= {{ add_days('steps.from_at', 'scopes.window_days') }}, false
        ) as is_recycled,
        coalesce(
            returns.reopened_at <= {{ add_days('steps.to_at', 'scopes.window_days') }},
            false
        ) as is_reentered,
        coalesce(
            returns.sql_at
            <= {{ add_days('returns.reopened_at', 'scopes.window_days') }},
            false
        ) as is_sql,
        returns.is_sql_known
    from steps
    inner join returns
        on returns.cycle_key = steps.cycle_key
        and returns.ledger_number = steps.ledger_number
        and returns.side = steps.side
    inner join day_periods on day_periods.day_on = steps.entered_on
    inner join scopes
        on scopes.period_grain = day_periods.period_grain
        and scopes.period_on = day_periods.period_on
        and scopes.ledger_number < steps.ledger_number
    inner join windows on windows.window_days = scopes.window_days
),

measured as (
    select *, 'cycles_entered' as measure from followed
    union all
    select *, 'cycles_recycled' from followed where is_recycled
    union all
    select *, 'cycles_reentered' from followed where is_recycled and is_reentered
    union all
    select *, 'reentered_mature' from followed
    where is_recycled and is_reentered and is_sql_known
    union all
    select *, 'reentered_to_sql' from followed
    where is_recycled and is_reentered and is_sql_known and is_sql
    union all
    select *, 'recycled_settled' from followed where is_recycled and is_sql_known
)

select
    measured.measure,
    measured.period_grain,
    measured.from_stage,
    segments.name as segment_dimension,
    segments.value as segment_value,

    measured.cycle_key,
    measured.ledger_number,
    measured.reported_number,
    measured.window_days,
    cast(sum(measured.side) as bigint) as change,

    measured.period_on,
    measured.closed_at
from measured
inner join segments
    on segments.cycle_key = measured.cycle_key
    and segments.ledger_number = measured.ledger_number
    and segments.side = measured.side
group by
    measured.cycle_key, measured.ledger_number, measured.reported_number,
    measured.closed_at, measured.period_grain, measured.period_on,
    measured.window_days, measured.measure, measured.from_stage, segments.name,
    segments.value
having sum(measured.side) != 0
