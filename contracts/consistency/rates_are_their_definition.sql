-- id: rates_are_their_definition
-- table: marts.mart_funnel_cohorts
-- kind: rates
-- promise: Every cohort rate is converted ÷ mature cycles, empty exactly where none is
--   mature, inside its own 95 % Wilson interval, and the counts nest (converted ≤
--   mature ≤ entered).
with cohorts as (
    select * from {batch}
),

wilson as (
    select
        *,
        1.959963984540054 as z,
        cast(cycles_converted as double) / nullif(cycles_mature, 0) as rate
    from cohorts
    where stage_knowledge = 'observed'
),

expected as (
    select
        *,
        (rate + z * z / (2 * cycles_mature)) / (1 + z * z / cycles_mature) as middle,
        z / (1 + z * z / cycles_mature) * sqrt(
            rate * (1 - rate) / cycles_mature
            + z * z / (4 * cycles_mature * cycles_mature)
        ) as half_width
    from wilson
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
from expected
where
    not (0 <= cycles_converted and cycles_converted <= cycles_mature)
    or cycles_mature > cycles_entered
    or (window_days is null and cycles_mature <> cycles_entered)
    or conversion_rate is distinct from rate
    and not coalesce(abs(conversion_rate - rate) < 1e-8, false)
    or (rate is null) <> (rate_lower is null)
    or (rate is null) <> (rate_upper is null)
    or not (rate_lower <= rate + 1e-8 and rate <= rate_upper + 1e-8)
    or abs(rate_lower - greatest(middle - half_width, 0)) > 1e-4
    or abs(rate_upper - least(middle + half_width, 1)) > 1e-4
