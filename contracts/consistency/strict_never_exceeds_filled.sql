-- id: strict_never_exceeds_filled
-- table: marts.mart_funnel_cohorts
-- kind: policies
-- promise: Counting a skipped stage as passed never counts fewer cycles than counting
--   observed entries only.
with cohorts as (
    select * from {batch}
)

select
    strict.definition_basis,
    strict.period_grain,
    strict.cohort_on,
    strict.from_stage,
    strict.to_stage,
    strict.window_days,
    strict.segment_dimension,
    strict.segment_value
from cohorts as strict
left join cohorts as filled
    on filled.entry_policy = 'filled'
    and filled.definition_basis = strict.definition_basis
    and filled.period_grain = strict.period_grain
    and filled.cohort_on = strict.cohort_on
    and filled.from_stage = strict.from_stage
    and filled.to_stage = strict.to_stage
    and filled.window_days is not distinct from strict.window_days
    and filled.segment_dimension = strict.segment_dimension
    and filled.segment_value = strict.segment_value
where
    strict.entry_policy = 'strict'
    and (
        filled.entry_policy is null
        or strict.cycles_entered > filled.cycles_entered
        or strict.cycles_mature > filled.cycles_mature
        or strict.cycles_converted > filled.cycles_converted
    )
