-- id: conversion_changes_are_complete
-- table: marts.mart_conversion_changes
-- kind: recounts
-- promise: Every KPI's rate is compared with that of the period before and of a year
--   before wherever both cohorts have mature cycles, by every dimension, with the mature
--   and converted cycles of the cohorts.
with changes as (
    select * from {batch}
),

cohorts as (
    select
        cohorts.definition_basis, cohorts.period_grain, cohorts.cohort_on,
        cohorts.from_stage, cohorts.to_stage, cohorts.window_days,
        cohorts.entry_policy, cohorts.segment_dimension, cohorts.segment_value,
        cohorts.cycles_mature, cohorts.cycles_converted
    from marts.mart_funnel_cohorts as cohorts
    cross join intermediate.int_run as run
    where
        cohorts.definition_basis <> 'reported'
        and cohorts.cycles_mature > 0
        and exists (
            select 1 from dimensions.dim_kpis as kpis
            where
                kpis.unit = 'cycle'
                and kpis.from_stage = cohorts.from_stage
                and kpis.to_stage = cohorts.to_stage
                and kpis.window_days = cohorts.window_days
                and kpis.entry_policy = cohorts.entry_policy
                and coalesce(kpis.valid_from <= run.as_of_on, true)
                and coalesce(kpis.valid_to > run.as_of_on, true)
        )
),

calendar as (
    select day_on, 'week' as period_grain, week_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'month' as period_grain, month_on as period_on
    from dimensions.dim_days
    union all
    select day_on, 'quarter' as period_grain, quarter_on as period_on
    from dimensions.dim_days
),

-- The day before a period lies in the one before; its own day a year ago, or the first
-- day of it on record, in that of a year before.
pairs as (
    select later.period_grain, earlier.period_on as period_0,
        later.period_on as period_1, 'previous' as comparison
    from calendar as later
    inner join calendar as earlier
        on earlier.period_grain = later.period_grain
        and earlier.day_on + 1 = later.day_on
        and earlier.period_on < later.period_on
    union
    select later.period_grain, earlier.period_on, later.period_on, 'year_before'
    from calendar as later
    inner join calendar as earlier
        on earlier.period_grain = later.period_grain
        and earlier.day_on = cast(later.period_on - interval 1 year as date)
),

sides as (
    select
        pairs.*, cohorts.definition_basis, cohorts.from_stage, cohorts.to_stage,
        cohorts.window_days, cohorts.entry_policy, cohorts.segment_dimension,
        cohorts.segment_value,
        case when cohorts.cohort_on = pairs.period_0 then cohorts.cycles_mature end
            as mature_0,
        case when cohorts.cohort_on = pairs.period_1 then cohorts.cycles_mature end
            as mature_1,
        case when cohorts.cohort_on = pairs.period_0 then cohorts.cycles_converted end
            as converted_0,
        case when cohorts.cohort_on = pairs.period_1 then cohorts.cycles_converted end
            as converted_1
    from pairs
    inner join cohorts
        on cohorts.period_grain = pairs.period_grain
        and cohorts.cohort_on in (pairs.period_0, pairs.period_1)
),

compared as (
    select
        definition_basis, period_grain, comparison, period_0, period_1, from_stage,
        to_stage, window_days, entry_policy, segment_dimension, segment_value,
        coalesce(max(mature_0), 0) as mature_0, coalesce(max(mature_1), 0) as mature_1,
        coalesce(max(converted_0), 0) as converted_0,
        coalesce(max(converted_1), 0) as converted_1
    from sides
    group by all
),

expected as (
    select compared.*
    from compared
    inner join compared as totals
        on totals.definition_basis = compared.definition_basis
        and totals.period_grain = compared.period_grain
        and totals.comparison = compared.comparison
        and totals.period_0 = compared.period_0
        and totals.period_1 = compared.period_1
        and totals.from_stage = compared.from_stage
        and totals.to_stage = compared.to_stage
        and totals.window_days = compared.window_days
        and totals.entry_policy = compared.entry_policy
    where
        totals.segment_dimension = 'all'
        and totals.mature_0 > 0
        and totals.mature_1 > 0
),

told as (
    select
        definition_basis, period_grain, comparison, period_0, period_1, from_stage,
        to_stage, window_days, entry_policy, segment_dimension, segment_value,
        mature_0, mature_1, converted_0, converted_1
    from changes
),

different as (
    (select * from expected except all select * from told)
    union all
    (select * from told except all select * from expected)
)

select distinct
    -- A row that is told otherwise is there twice.
    definition_basis,
    period_grain,
    period_0,
    period_1,
    from_stage,
    to_stage,
    window_days,
    entry_policy,
    segment_dimension,
    segment_value
from different
