-- One row per change of a rate, of wins or of revenue, and part of it.
with rate_parts as (
    select * from {{ ref('int_rate_parts') }}
    where definition_basis = 'then' and segment_dimension != 'all'
),

whole_cohorts as (
    select * from {{ ref('int_whole_cohorts') }}
),

-- How many there were can be compared only where all of them have had the window.
sized_parts as (
    select
        rate_parts.*,
        whole_0.period_on is not null and whole_1.period_on is not null as is_whole
    from rate_parts
    left join whole_cohorts as whole_0
        on whole_0.period_grain = rate_parts.period_grain
        and whole_0.period_on = rate_parts.period_0
        and whole_0.window_days = rate_parts.window_days
    left join whole_cohorts as whole_1
        on whole_1.period_grain = rate_parts.period_grain
        and whole_1.period_on = rate_parts.period_1
        and whole_1.window_days = rate_parts.window_days
),

chain_parts as (
    select * from {{ ref('int_chain_parts') }}
),

volumes as (
    select * from {{ ref('int_chain_parts') }} where link = 'volume'
)

select
    'rate' as subject,
    period_grain,
    comparison,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    'mix' as part_kind,
    cast(null as varchar) as stage_before,

    window_days,
    share_0 as value_0,
    share_1 as value_1,
    round(mix_part, 9) as part,
    round(total_rate_0, 9) as total_0,
    round(total_rate_1, 9) as total_1,
    case when is_whole then cast(total_mature_0 as double) end as volume_0,
    case when is_whole then cast(total_mature_1 as double) end as volume_1,

    period_0,
    period_1
from sized_parts
union all
select
    'rate', period_grain, comparison, from_stage, to_stage, entry_policy,
    segment_dimension, segment_value, 'rate', null, window_days, rate_0, rate_1,
    round(rate_part, 9), round(total_rate_0, 9), round(total_rate_1, 9),
    case when is_whole then total_mature_0 end,
    case when is_whole then total_mature_1 end, period_0, period_1
from sized_parts
union all
select
    chain_parts.result, chain_parts.period_grain, chain_parts.comparison,
    chain_parts.from_stage, 'won', 'filled', 'all', chain_parts.stage,
    case when chain_parts.link = 'rate' then 'step' else chain_parts.link end,
    chain_parts.stage_before, chain_parts.window_days, chain_parts.value_0,
    chain_parts.value_1, round(chain_parts.part, 6), round(chain_parts.total_0, 6),
    round(chain_parts.total_1, 6), volumes.value_0, volumes.value_1,
    chain_parts.period_0, chain_parts.period_1
from chain_parts
inner join volumes
    on volumes.result = chain_parts.result
    and volumes.period_grain = chain_parts.period_grain
    and volumes.period_0 = chain_parts.period_0
    and volumes.period_1 = chain_parts.period_1
    and volumes.from_stage = chain_parts.from_stage
    and volumes.window_days = chain_parts.window_days
