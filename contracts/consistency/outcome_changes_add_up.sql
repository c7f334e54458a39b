-- id: outcome_changes_add_up
-- table: marts.mart_outcome_changes
-- kind: adding up
-- promise: The parts of volume, rates and amount add up to the change of wins and of
--   revenue within 1e-6 of it, and the links of either side multiply to its total.
with changes as (
    select * from {batch}
),

chains as (
    select
        period_grain, period_0, period_1, from_stage, window_days, result,
        sum(part) as parts, min(total_0) as total_0, min(total_1) as total_1,
        product(coalesce(value_0, 0)) as product_0,
        product(coalesce(value_1, 0)) as product_1,
        count(*) filter (where link = 'volume') as volumes,
        count(*) filter (where link = 'amount_per_win') as amounts
    from changes
    group by period_grain, period_0, period_1, from_stage, window_days, result
)

select
    period_grain,
    period_0,
    period_1,
    from_stage,
    window_days,
    result
from chains
where
    abs(parts - (total_1 - total_0))
    > 1e-6 * greatest(10, abs(total_0), abs(total_1))
    or abs(product_0 - total_0) > 1e-6 * greatest(10, abs(total_0))
    or abs(product_1 - total_1) > 1e-6 * greatest(10, abs(total_1))
    or volumes <> 1
    or amounts <> case when result = 'revenue' then 1 else 0 end
