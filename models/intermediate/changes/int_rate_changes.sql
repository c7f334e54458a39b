-- One row per basis, KPI's rate, pair of periods and segment that either of them has.
with kpis as (
    select * from {{ ref('int_kpis_in_force') }}
    where unit = 'cycle' and window_days is not null
),

kpi_cohorts as (
    select * from {{ ref('int_kpi_cohorts') }}
),

compared_periods as (
    select * from {{ ref('int_compared_periods') }}
),

-- Two KPIs may name one rate.
rates as (
    select
        kpi_cohorts.definition_basis,
        kpi_cohorts.period_grain,
        kpi_cohorts.period_on,
        kpis.from_stage,
        kpis.to_stage,
        kpis.window_days,
        kpis.entry_policy,
        kpi_cohorts.segment_dimension,
        kpi_cohorts.segment_value,
        min(kpi_cohorts.cycles_mature) as mature,
        min(kpi_cohorts.cycles_converted) as converted
    from kpi_cohorts
    inner join kpis on kpis.kpi_id = kpi_cohorts.kpi_id
    where kpi_cohorts.cycles_mature > 0
    group by
        kpi_cohorts.definition_basis, kpi_cohorts.period_grain, kpi_cohorts.period_on,
        kpis.from_stage, kpis.to_stage, kpis.window_days, kpis.entry_policy,
        kpi_cohorts.segment_dimension, kpi_cohorts.segment_value
),

totals as (
    select * from rates where segment_dimension = 'all'
),

-- Only where both periods have mature cycles there is a change to explain.
changes as (
    select
        compared_periods.period_grain,
        compared_periods.comparison,
        compared_periods.period_0,
        compared_periods.period_1,
        totals_0.definition_basis,
        totals_0.from_stage,
        totals_0.to_stage,
        totals_0.window_days,
        totals_0.entry_policy,
        totals_0.mature as total_mature_0,
        totals_1.mature as total_mature_1,
        cast(totals_0.converted as double) / nullif(totals_0.mature, 0) as total_rate_0,
        cast(totals_1.converted as double) / nullif(totals_1.mature, 0) as total_rate_1
    from compared_periods
    inner join totals as totals_0
        on totals_0.period_grain = compared_periods.period_grain
        and totals_0.period_on = compared_periods.period_0
    inner join totals as totals_1
        on totals_1.period_grain = compared_periods.period_grain
        and totals_1.period_on = compared_periods.period_1
        and totals_1.definition_basis = totals_0.definition_basis
        and totals_1.from_stage = totals_0.from_stage
        and totals_1.to_stage = totals_0.to_stage
        and totals_1.window_days = totals_0.window_days
        and totals_1.entry_policy = totals_0.entry_policy
),

-- A segment of either period; its other side may be empty.
sides as (
    select
        changes.*, rates.segment_dimension, rates.segment_value,
        rates.mature as mature_0, rates.converted as converted_0,
        0 as mature_1, 0 as converted_1
    from changes
    inner join rates
        on rates.definition_basis = changes.definition_basis
        and rates.period_grain = changes.period_grain
        and rates.period_on = changes.period_0
        and rates.from_stage = changes.from_stage
        and rates.to_stage = changes.to_stage
        and rates.window_days = changes.window_days
        and rates.entry_policy = changes.entry_policy
    union all
    select
        changes.*, rates.segment_dimension, rates.segment_value, 0, 0,
        rates.mature, rates.converted
    from changes
    inner join rates
        on rates.definition_basis = changes.definition_basis
        and rates.period_grain = changes.period_grain
        and rates.period_on = changes.period_1
        and rates.from_stage = changes.from_stage
        and rates.to_stage = changes.to_stage
        and rates.window_days = changes.window_days
        and rates.entry_policy = changes.entry_policy
)

select
    definition_basis,
    period_grain,
    comparison,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,

    window_days,
    total_mature_0,
    total_mature_1,
    total_rate_0,
    total_rate_1,
    cast(sum(mature_0) as bigint) as mature_0,
    cast(sum(converted_0) as bigint) as converted_0,
    cast(sum(mature_1) as bigint) as mature_1,
    cast(sum(converted_1) as bigint) as converted_1,

    period_0,
    period_1
from sides
group by
    definition_basis, period_grain, comparison, from_stage, to_stage, window_days,
    entry_policy, period_0, period_1, segment_dimension, segment_value, total_mature_0,
    total_mature_1, total_rate_0, total_rate_1
