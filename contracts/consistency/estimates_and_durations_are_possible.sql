-- id: estimates_and_durations_are_possible
-- table: marts.mart_funnel_cohorts
-- kind: rates
-- promise: An estimated rate lies between 0 and 1, no duration is negative or longer
--   than its window, the median is not above the 90th percentile, and a cohort with a
--   cycle younger than its window is called immature.
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
    not (0 <= estimated_rate and estimated_rate <= 1)
    or median_days < 0
    or median_days > p90_days
    or p90_days > window_days
    or (cycles_mature < cycles_entered and not is_immature)
