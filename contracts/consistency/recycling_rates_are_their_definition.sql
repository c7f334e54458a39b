-- id: recycling_rates_are_their_definition
-- table: marts.mart_recycling
-- kind: rates
-- promise: Every rate of recycling, re-entry and yield is its own two counts, empty
--   exactly where there is nothing to divide by, inside its interval; the counts nest
--   and are empty where nobody can know the stage.
with recycling as (
    select * from {batch}
),

rates as (
    select
        *,
        unnest([
            {
                'part': cycles_recycled, 'whole': cycles_mature,
                'rate': recycling_rate,
                'lower': recycling_rate_lower, 'upper': recycling_rate_upper
            },
            {
                'part': cycles_reentered, 'whole': recycled_mature,
                'rate': reentry_rate,
                'lower': reentry_rate_lower, 'upper': reentry_rate_upper
            },
            {
                'part': reentered_to_sql, 'whole': reentered_mature,
                'rate': reentered_yield_rate,
                'lower': reentered_yield_rate_lower,
                'upper': reentered_yield_rate_upper
            },
            {
                'part': reentered_to_sql, 'whole': recycled_settled,
                'rate': recycled_yield_rate,
                'lower': recycled_yield_rate_lower,
                'upper': recycled_yield_rate_upper
            }
        ]) as claim
    from recycling
),

expected as (
    select
        *,
        1.959963984540054 as z,
        cast(claim['part'] as double) / nullif(claim['whole'], 0) as rate
    from rates
),

bounded as (
    select
        *,
        (rate + z * z / (2 * claim['whole'])) / (1 + z * z / claim['whole']) as middle,
        z / (1 + z * z / claim['whole']) * sqrt(
            rate * (1 - rate) / claim['whole']
            + z * z / (4 * claim['whole'] * claim['whole'])
        ) as half_width
    from expected
)

select
    definition_basis,
    period_grain,
    cohort_on,
    from_stage,
    window_days,
    segment_dimension,
    segment_value
from bounded
where
    not coalesce(0 <= claim['part'] and claim['part'] <= claim['whole'], true)
    or (claim['part'] is null) <> (claim['whole'] is null)
    or (rate is null) <> (claim['rate'] is null)
    or abs(claim['rate'] - rate) > 1e-8
    or (rate is null) <> (claim['lower'] is null)
    or (rate is null) <> (claim['upper'] is null)
    or abs(claim['lower'] - greatest(middle - half_width, 0)) > 1e-4
    or abs(claim['upper'] - least(middle + half_width, 1)) > 1e-4
    or cycles_mature > cycles_entered
    or recycled_mature > cycles_recycled
    or reentered_mature > cycles_reentered
    or recycled_settled > recycled_mature
    or (stage_knowledge = 'unknown') <> (cycles_entered is null)
    or (stage_knowledge = 'unknown') <> (recycled_mature is null)
    or (yield_knowledge = 'unknown') <> (recycled_settled is null)
    or (cycles_recycled > 0) <> (recycling_reasons is not null)
    or (cycles_reentered > 0) <> (median_days_to_reentry is not null)
group by all
