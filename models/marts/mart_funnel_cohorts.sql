-- One row per cohort period, stage pair, window, entry policy and segment.
with counted as (
    select * from {{ ref('int_funnel_cohorts') }}
),

reported as (
    select * from {{ ref('int_reported_cohorts') }}
)

select
    definition_basis,
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    stage_knowledge,
    definition_ids,
    window_days,
    cycles_entered,
    cycles_mature,
    cycles_converted,
    conversion_rate,
    rate_lower,
    rate_upper,
    estimated_rate,
    median_days,
    p90_days,
    is_immature,
    is_left_truncated,

    cohort_on
from counted
union all
select
    'reported',
    period_grain,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    stage_knowledge,
    definition_ids,
    window_days,
    cycles_entered,
    cycles_mature,
    cycles_converted,
    conversion_rate,
    rate_lower,
    rate_upper,
    estimated_rate,
    median_days,
    p90_days,
    is_immature,
    is_left_truncated,
    cohort_on
from reported
