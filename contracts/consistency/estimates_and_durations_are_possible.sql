-- id: estimates_and_durations_are_possible
-- table: marts.mart_funnel_cohorts
-- kind: rates
-- promise: An estimated rate lies between 0 and 1, is the rate itself where every cycle
--   is mature, and does not exist to date nor for a week of a segment that reports do
--   not keep; no duration is negative or longer than its window, the median is not above
--   the 90th percentile, and a cohort with a cycle younger than its window is immature.
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
    or (
        estimated_rate is not null
        and (
            window_days is null
            or (
                period_grain = 'week'
                and segment_dimension
                not in ('all', 'channel', 'lead_source', 'customer_status')
            )
        )
    )
    or (
        cycles_mature = cycles_entered
        and window_days is not null
        and (
            period_grain <> 'week'
            or segment_dimension in ('all', 'channel', 'lead_source', 'customer_status')
        )
        and coalesce(abs(estimated_rate - conversion_rate) > 1e-6, true)
    )
    or median_days < 0
    or median_days > p90_days
    or p90_days > window_days
    or (cycles_mature < cycles_entered and not is_immature)
