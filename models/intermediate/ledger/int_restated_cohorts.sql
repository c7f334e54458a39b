-- One row per restated cycle, entry, closed cohort row and measure of it that it moved.
with steps as (
    select * from {{ ref('int_restated_steps') }}
),

segments as (
    select * from {{ ref('int_restated_facts') }} where kind = 'segment'
),

day_periods as (
    select * from {{ ref('int_day_periods') }}
),

scopes as (
    select * from {{ ref('int_closed_scopes') }} where mart = 'mart_funnel_cohorts'
),

-- What the company counts no more cannot be compared.
windows as (
    select * from {{ ref('int_windows') }} where window_days is not null
),

counted as (
    select
        steps.cycle_key,
        steps.ledger_number,
        scopes.ledger_number as reported_number,
        scopes.closed_at,
        scopes.period_grain,
        scopes.period_on,
        scopes.window_days,
        steps.from_stage,
        steps.to_stage,
        steps.entry_policy,
        segments.name as segment_dimension,
        segments.value as segment_value,
        sum(steps.side) as entered,
        sum(
            case
                when
                    steps.to_at <= {{ add_days('steps.from_at', 'scopes.window_days') }}
                    then steps.side
                else 0
            end
        ) as converted
    from steps
    inner join segments
        on segments.cycle_key = steps.cycle_key
        and segments.ledger_number = steps.ledger_number
        and segments.side = steps.side
    inner join day_periods on day_periods.day_on = steps.entered_on
    inner join scopes
        on scopes.period_grain = day_periods.period_grain
        and scopes.period_on = day_periods.period_on
        and scopes.ledger_number < steps.ledger_number
    inner join windows on windows.window_days = scopes.window_days
    group by
        steps.cycle_key, steps.ledger_number, scopes.ledger_number, scopes.closed_at,
        scopes.period_grain, scopes.period_on, scopes.window_days, steps.from_stage,
        steps.to_stage, steps.entry_policy, segments.name, segments.value
),

measured as (
    select *, 'cycles_entered' as measure, entered as change from counted
    where entered != 0
    union all
    select *, 'cycles_converted', converted from counted where converted != 0
)

select
    measure,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,

    cycle_key,
    ledger_number,
    reported_number,
    window_days,
    cast(change as bigint) as change,

    period_on,
    closed_at
from measured
