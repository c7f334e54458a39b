-- One row per cohort period, stage entered, window and segment.
with counted as (
    select * from {{ ref('int_recycling') }}
),

reported as (
    select * from {{ ref('int_reported_recycling') }}
)

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
from reported
