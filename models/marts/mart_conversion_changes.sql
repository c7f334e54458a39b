-- One row per basis, KPI's rate, pair of periods and segment: its part of the change.
with rate_parts as (
    select * from {{ ref('int_rate_parts') }}
)

-- Nothing has no sign.
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
    mature_0,
    mature_1,
    converted_0,
    converted_1,
    round(share_0, 9) as share_0,
    round(share_1, 9) as share_1,
    round(rate_0, 9) as rate_0,
    round(rate_1, 9) as rate_1,
    case when round(mix_part, 9) = 0 then 0 else round(mix_part, 9) end as mix_part,
    case when round(rate_part, 9) = 0 then 0 else round(rate_part, 9) end
        as rate_part,
    round(total_rate_0, 9) as total_rate_0,
    round(total_rate_1, 9) as total_rate_1,

    period_0,
    period_1
from rate_parts
