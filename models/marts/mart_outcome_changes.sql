-- One row per pair of cohorts, stage, window, result and link: its part of the change.
with chain_parts as (
    select * from {{ ref('int_chain_parts') }}
)

-- Nothing has no sign.
select
    period_grain,
    comparison,
    from_stage,
    result,
    link,
    stage,

    window_days,
    row_number() over (
        partition by
            period_grain, period_0, period_1, from_stage, window_days, result
        order by stage_order asc nulls last
    ) as link_number,
    round(value_0, 9) as value_0,
    round(value_1, 9) as value_1,
    case when round(part, 6) = 0 then 0 else round(part, 6) end as part,
    round(total_0, 6) as total_0,
    round(total_1, 6) as total_1,

    period_0,
    period_1
from chain_parts
