-- id: reported_cohorts_stay
-- table: marts.mart_funnel_cohorts
-- kind: never changed
-- promise: What was reported of a closed row is what the ledger keeps of it, whatever
--   was learnt since; of what closes in this run it is the row of the basis then.
with published as (
    select * from {batch}
),

reported as (
    select
        period_grain, cohort_on, from_stage, to_stage, window_days, entry_policy,
        segment_dimension, segment_value, stage_knowledge, cycles_entered,
        cycles_mature, cycles_converted, conversion_rate
    from published
    where definition_basis = 'reported'
),

current_rows as (
    select
        period_grain, cohort_on, from_stage, to_stage, window_days, entry_policy,
        segment_dimension, segment_value, stage_knowledge, cycles_entered,
        cycles_mature, cycles_converted, conversion_rate
    from published
    where
        definition_basis = 'then'
        and segment_dimension in ('all', 'channel', 'lead_source', 'customer_status')
),

ledger_rows as (
    select
        period_grain, cohort_on, from_stage, to_stage, window_days, entry_policy,
        segment_dimension, segment_value, stage_knowledge, cycles_entered,
        cycles_mature, cycles_converted, conversion_rate
    from ledger.funnel_cohorts
),

calendar as (
    select
        'week' as period_grain, week_on as period_on, max(day_on) as last_on,
        max(ends_at) as ends_at
    from dimensions.dim_days
    group by week_on
    union all
    select
        'month' as period_grain, month_on as period_on, max(day_on) as last_on,
        max(ends_at) as ends_at
    from dimensions.dim_days
    group by month_on
    union all
    select
        'quarter' as period_grain, quarter_on as period_on, max(day_on) as last_on,
        max(ends_at) as ends_at
    from dimensions.dim_days
    group by quarter_on
),

scopes as (
    select * from ledger.scopes
    where mart = 'mart_funnel_cohorts'
),

earliest as (
    select period_grain, window_days, min(period_on) as period_on
    from scopes
    group by period_grain, window_days
),

-- A period older than all that were reported was closed, and empty.
closing as (
    select current_rows.*
    from current_rows
    cross join intermediate.int_run as run
    inner join calendar
        on calendar.period_grain = current_rows.period_grain
        and calendar.period_on = current_rows.cohort_on
    left join scopes
        on scopes.period_grain = current_rows.period_grain
        and scopes.period_on = current_rows.cohort_on
        and scopes.window_days = current_rows.window_days
    left join earliest
        on earliest.period_grain = current_rows.period_grain
        and earliest.period_on > calendar.last_on
        and earliest.window_days = current_rows.window_days
    where
        calendar.ends_at + to_hours(24 * current_rows.window_days) <= run.as_of
        and current_rows.window_days is not null
        and scopes.mart is null
        and earliest.period_on is null
),

promised as (
    select * from ledger_rows
    union all
    select * from closing
),

different as (
    (select * from promised except all select * from reported)
    union all
    (select * from reported except all select * from promised)
)

select distinct
    -- A row that changed is there twice: as promised and as it is.
    period_grain,
    cohort_on,
    from_stage,
    to_stage,
    window_days,
    entry_policy,
    segment_dimension,
    segment_value
from different
