-- id: unknown_is_not_zero
-- table: marts.mart_funnel_cohorts
-- kind: knowledge
-- promise: Where no connected system can know a stage, the row has no counts and no
--   rates; where one can, no count is missing.
with cohorts as (
    select * from {batch}
)

select
    definition_basis,
    period_grain,
    cohort_on,
    from_stage,
    to_stage,
    window_days,
    entry_policy,
    segment_dimension,
    segment_value
from cohorts
where
    stage_knowledge = 'unknown'
    and coalesce(
        cycles_entered, cycles_mature, cycles_converted, conversion_rate,
        rate_lower, rate_upper, estimated_rate, median_days, p90_days
    ) is not null
    or stage_knowledge = 'observed'
    and (
        cycles_entered is null
        or cycles_mature is null
        or cycles_converted is null
        or is_immature is null
    )
