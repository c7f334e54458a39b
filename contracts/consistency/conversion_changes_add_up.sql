-- id: conversion_changes_add_up
-- table: marts.mart_conversion_changes
-- kind: adding up
-- promise: The mix and rate parts of every dimension add up to the change of the total
--   rate within 1e-6, and each part is what the segment's shares and rates say.
with changes as (
    select * from {batch}
),

parts as (
    select
        *,
        coalesce(rate_0, rate_1) as from_rate,
        coalesce(rate_1, rate_0) as to_rate
    from changes
),

wrong as (
    select
        definition_basis, period_grain, period_0, period_1, from_stage, to_stage,
        window_days, entry_policy, segment_dimension
    from parts
    where
        abs(
            mix_part
            - (share_1 - share_0)
            * ((from_rate + to_rate) / 2 - (total_rate_0 + total_rate_1) / 2)
        ) > 1e-8
        or abs(rate_part - (share_0 + share_1) / 2 * (to_rate - from_rate)) > 1e-8
    union all
    select
        definition_basis, period_grain, period_0, period_1, from_stage, to_stage,
        window_days, entry_policy, segment_dimension
    from parts
    group by
        definition_basis, period_grain, period_0, period_1, from_stage, to_stage,
        window_days, entry_policy, segment_dimension
    having
        abs(sum(mix_part + rate_part) - (min(total_rate_1) - min(total_rate_0))) > 1e-6
        or abs(sum(share_0) - 1) > 1e-6
        or abs(sum(share_1) - 1) > 1e-6
)

select distinct
    -- A dimension may be wrong in several of its segments.
    definition_basis,
    period_grain,
    period_0,
    period_1,
    from_stage,
    to_stage,
    window_days,
    entry_policy,
    segment_dimension
from wrong
