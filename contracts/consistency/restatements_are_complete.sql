-- id: restatements_are_complete
-- table: marts.mart_restatements
-- kind: adding up
-- promise: A number is restated exactly where the basis then counts otherwise what was
--   reported of a closed row, and by that difference, or counts as many other cycles; a
--   row that was not there counted nothing.
with restatements as (
    select * from {batch}
),

counted as (
    select
        definition_basis, 'mart_funnel_cohorts' as mart, 'cycles_entered' as measure,
        period_grain, cohort_on as period_on, from_stage, to_stage,
        window_days, window_days as waiting_days, entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, cycles_entered as counted
    from marts.mart_funnel_cohorts
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_funnel_cohorts' as mart, 'cycles_converted' as measure,
        period_grain, cohort_on as period_on, from_stage, to_stage,
        window_days, window_days as waiting_days, entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, cycles_converted as counted
    from marts.mart_funnel_cohorts
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_funnel_periods' as mart, 'entries_from' as measure,
        period_grain, period_on, from_stage, to_stage,
        null as window_days, 0 as waiting_days, entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, entries_from as counted
    from marts.mart_funnel_periods
    where definition_basis <> 'now'
    union all
    select
        definition_basis, 'mart_funnel_periods' as mart, 'entries_to' as measure,
        period_grain, period_on, from_stage, to_stage,
        null as window_days, 0 as waiting_days, entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, entries_to as counted
    from marts.mart_funnel_periods
    where definition_basis <> 'now'
    union all
    select
        definition_basis, 'mart_recycling' as mart, 'cycles_entered' as measure,
        period_grain, cohort_on as period_on, from_stage, null as to_stage,
        window_days, 3 * window_days as waiting_days, null as entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, cycles_entered as counted
    from marts.mart_recycling
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_recycling' as mart, 'cycles_recycled' as measure,
        period_grain, cohort_on as period_on, from_stage, null as to_stage,
        window_days, 3 * window_days as waiting_days, null as entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, cycles_recycled as counted
    from marts.mart_recycling
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_recycling' as mart, 'cycles_reentered' as measure,
        period_grain, cohort_on as period_on, from_stage, null as to_stage,
        window_days, 3 * window_days as waiting_days, null as entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, cycles_reentered as counted
    from marts.mart_recycling
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_recycling' as mart, 'reentered_mature' as measure,
        period_grain, cohort_on as period_on, from_stage, null as to_stage,
        window_days, 3 * window_days as waiting_days, null as entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, reentered_mature as counted
    from marts.mart_recycling
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_recycling' as mart, 'reentered_to_sql' as measure,
        period_grain, cohort_on as period_on, from_stage, null as to_stage,
        window_days, 3 * window_days as waiting_days, null as entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, reentered_to_sql as counted
    from marts.mart_recycling
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_recycling' as mart, 'recycled_settled' as measure,
        period_grain, cohort_on as period_on, from_stage, null as to_stage,
        window_days, 3 * window_days as waiting_days, null as entry_policy,
        segment_dimension, segment_value,
        null as system_pair, null as verdict, recycled_settled as counted
    from marts.mart_recycling
    where definition_basis <> 'now' and window_days is not null
    union all
    select
        definition_basis, 'mart_stage_agreement' as mart, 'cycles' as measure,
        period_grain, period_on, stage as from_stage, null as to_stage,
        null as window_days, 0 as waiting_days, null as entry_policy,
        null as segment_dimension, null as segment_value,
        system_pair, verdict, cycles as counted
    from marts.mart_stage_agreement
    where definition_basis <> 'now'
),

calendar as (
    select 'week' as period_grain, week_on as period_on, max(ends_at) as ends_at
    from dimensions.dim_days
    group by week_on
    union all
    select 'month' as period_grain, month_on as period_on, max(ends_at) as ends_at
    from dimensions.dim_days
    group by month_on
    union all
    select 'quarter' as period_grain, quarter_on as period_on, max(ends_at) as ends_at
    from dimensions.dim_days
    group by quarter_on
),

-- A window or step that the company counts no more is not compared, nor what reports
-- do not keep.
closed as (
    select counted.*
    from counted
    cross join intermediate.int_run as run
    inner join calendar
        on calendar.period_grain = counted.period_grain
        and calendar.period_on = counted.period_on
    where
        calendar.ends_at + to_hours(24 * counted.waiting_days) <= run.as_of
        and (
            counted.window_days is null
            or counted.window_days in (
                select windows.window_days from intermediate.int_windows as windows
                where windows.window_days is not null
            )
        )
        and coalesce(
            counted.segment_dimension
            in ('all', 'channel', 'lead_source', 'customer_status'),
            true
        )
        and (
            counted.mart = 'mart_stage_agreement'
            or (counted.from_stage, coalesce(counted.to_stage, 'recycled')) in (
                select (pairs.from_stage, pairs.to_stage)
                from intermediate.int_stage_pairs as pairs
            )
        )
),

differences as (
    select
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, system_pair, verdict,
        coalesce(sum(counted) filter (where definition_basis = 'reported'), 0)
            as reported_value,
        coalesce(sum(counted) filter (where definition_basis = 'then'), 0)
            as current_value
    from closed
    group by
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, system_pair, verdict
),

expected as (
    select * from differences
    where reported_value <> current_value
),

told as (
    select distinct
        -- Every number has a row a cause.
        mart, measure, period_grain, period_on, from_stage, to_stage, window_days,
        entry_policy, segment_dimension, segment_value, system_pair, verdict,
        reported_value,
        current_value
    from restatements
),

-- As many other cycles differ by nothing, maybe in a row that was never there.
different as (
    (select * from expected except all select * from told)
    union all
    (select * from told where reported_value <> 0 or current_value <> 0
    except all select * from differences)
)

select distinct
    -- A number that is told otherwise is there twice.
    mart,
    measure,
    period_grain,
    period_on,
    from_stage,
    to_stage,
    window_days,
    entry_policy,
    segment_dimension,
    segment_value,
    system_pair,
    verdict
from different
