-- One row per cohort period, stage entered, window and segment.
with counted as (
    select * from {{ ref('int_recycling') }}
),

ledger_rows as (
    select * from {{ source('ledger', 'recycling') }}
),

-- What closes in this run.
scopes as (
    select * from {{ ref('int_closed_scopes') }}
    where mart = 'mart_recycling' and is_new
)

-- What was reported stays; what closes now is reported as it stands.
select
    definition_basis,
    period_grain,
    from_stage,
    segment_dimension,
    segment_value,
    stage_knowledge,
    yield_knowledge,
    recycling_reasons,
    window_days,
    cycles_entered,
    cycles_mature,
    cycles_recycled,
    recycling_rate,
    recycling_rate_lower,
    recycling_rate_upper,
    recycled_mature,
    cycles_reentered,
    reentry_rate,
    reentry_rate_lower,
    reentry_rate_upper,
    median_days_to_reentry,
    p90_days_to_reentry,
    reentered_mature,
    reentered_to_sql,
    reentered_yield_rate,
    reentered_yield_rate_lower,
    reentered_yield_rate_upper,
    recycled_settled,
    recycled_yield_rate,
    recycled_yield_rate_lower,
    recycled_yield_rate_upper,
    is_immature,

    cohort_on
from counted
union all
select
    'reported',
    period_grain,
    from_stage,
    segment_dimension,
    segment_value,
    stage_knowledge,
    yield_knowledge,
    recycling_reasons,
    window_days,
    cycles_entered,
    cycles_mature,
    cycles_recycled,
    recycling_rate,
    recycling_rate_lower,
    recycling_rate_upper,
    recycled_mature,
    cycles_reentered,
    reentry_rate,
    reentry_rate_lower,
    reentry_rate_upper,
    median_days_to_reentry,
    p90_days_to_reentry,
    reentered_mature,
    reentered_to_sql,
    reentered_yield_rate,
    reentered_yield_rate_lower,
    reentered_yield_rate_upper,
    recycled_settled,
    recycled_yield_rate,
    recycled_yield_rate_lower,
    recycled_yield_rate_upper,
    is_immature,
    cohort_on
from ledger_rows
union all
select
    'reported',
    counted.period_grain,
    counted.from_stage,
    counted.segment_dimension,
    counted.segment_value,
    counted.stage_knowledge,
    counted.yield_knowledge,
    counted.recycling_reasons,
    counted.window_days,
    counted.cycles_entered,
    counted.cycles_mature,
    counted.cycles_recycled,
    counted.recycling_rate,
    counted.recycling_rate_lower,
    counted.recycling_rate_upper,
    counted.recycled_mature,
    counted.cycles_reentered,
    counted.reentry_rate,
    counted.reentry_rate_lower,
    counted.reentry_rate_upper,
    counted.median_days_to_reentry,
    counted.p90_days_to_reentry,
    counted.reentered_mature,
    counted.reentered_to_sql,
    counted.reentered_yield_rate,
    counted.reentered_yield_rate_lower,
    counted.reentered_yield_rate_upper,
    counted.recycled_settled,
    counted.recycled_yield_rate,
    counted.recycled_yield_rate_lower,
    counted.recycled_yield_rate_upper,
    counted.is_immature,
    counted.cohort_on
from counted
inner join scopes
    on scopes.period_grain = counted.period_grain
    and scopes.period_on = counted.cohort_on
    and scopes.window_days = counted.window_days
where counted.definition_basis = 'then' and {{ is_reported_segment('counted') }}
