-- One row per cohort period, stage pair, window, entry policy and segment.
with counted as (
    select * from {{ ref('int_funnel_cohorts') }}
),

ledger_rows as (
    select * from {{ source('ledger', 'funnel_cohorts') }}
),

-- What closes in this run.
scopes as (
    select * from {{ ref('int_closed_scopes') }}
    where mart = 'mart_funnel_cohorts' and is_new
)

-- What was reported stays; what closes now is reported as it stands.
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
from ledger_rows
union all
select
    'reported',
    counted.period_grain,
    counted.from_stage,
    counted.to_stage,
    counted.entry_policy,
    counted.segment_dimension,
    counted.segment_value,
    counted.stage_knowledge,
    counted.definition_ids,
    counted.window_days,
    counted.cycles_entered,
    counted.cycles_mature,
    counted.cycles_converted,
    counted.conversion_rate,
    counted.rate_lower,
    counted.rate_upper,
    counted.estimated_rate,
    counted.median_days,
    counted.p90_days,
    counted.is_immature,
    counted.is_left_truncated,
    counted.cohort_on
from counted
inner join scopes
    on scopes.period_grain = counted.period_grain
    and scopes.period_on = counted.cohort_on
    and scopes.window_days = counted.window_days
where counted.definition_basis = 'then' and {{ is_reported_segment('counted') }}
