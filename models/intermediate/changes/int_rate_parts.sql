-- One row per basis, KPI's rate, pair of periods and segment: its exact parts.
with rate_changes as (
    select * from {{ ref('int_rate_changes') }}
),

shares as (
    select
        *,
        cast(mature_0 as double) / nullif(total_mature_0, 0) as share_0,
        cast(mature_1 as double) / nullif(total_mature_1, 0) as share_1,
        cast(converted_0 as double) / nullif(mature_0, 0) as rate_0,
        cast(converted_1 as double) / nullif(mature_1, 0) as rate_1
    from rate_changes
),

-- What is new or gone changes the mix alone: it counts with the one rate that it has.
compared as (
    select
        *,
        coalesce(rate_0, rate_1) as from_rate,
        coalesce(rate_1, rate_0) as to_rate
    from shares
)

select
    definition_basis,
    period_grain,
    comparison,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,

    window_days,
    total_mature_0,
    total_mature_1,
    mature_0,
    mature_1,
    converted_0,
    converted_1,
    share_0,
    share_1,
    rate_0,
    rate_1,
    (share_1 - share_0)
    * ((from_rate + to_rate) / 2 - (total_rate_0 + total_rate_1) / 2) as mix_part,
    (share_0 + share_1) / 2 * (to_rate - from_rate) as rate_part,
    total_rate_0,
    total_rate_1,

    period_0,
    period_1
from compared
