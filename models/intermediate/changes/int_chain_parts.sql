-- One row per pair of cohorts, stage, window, result and link: its part of the change.
with links as (
    select * from {{ ref('int_chain_links') }}
),

compared_periods as (
    select * from {{ ref('int_compared_periods') }}
),

results as (
    select 'wins' as result
    union all
    select 'revenue'
),

-- A link that one side does not have counts with the other's; what neither has is 0.
paired as (
    select
        compared_periods.comparison,
        compared_periods.period_0,
        links_1.period_grain,
        links_1.period_on as period_1,
        links_1.from_stage,
        links_1.window_days,
        links_1.link,
        links_1.stage,
        links_1.stage_before,
        links_1.stage_order,
        links_0.link_value as value_0,
        links_1.link_value as value_1,
        coalesce(links_0.link_value, links_1.link_value, 0) as factor_0,
        coalesce(links_1.link_value, links_0.link_value, 0) as factor_1,
        bool_and(links_0.is_known and links_1.is_known) over one_pair as is_known,
        bool_or(
            links_1.link = 'amount_per_win'
            and coalesce(links_0.link_value, links_1.link_value) is not null
        ) over one_pair as has_amount
    from compared_periods
    inner join links as links_1
        on links_1.period_grain = compared_periods.period_grain
        and links_1.period_on = compared_periods.period_1
    inner join links as links_0
        on links_0.period_grain = compared_periods.period_grain
        and links_0.period_on = compared_periods.period_0
        and links_0.from_stage = links_1.from_stage
        and links_0.window_days = links_1.window_days
        and links_0.link = links_1.link
        and links_0.stage = links_1.stage
    window one_pair as (
        partition by
            links_1.period_grain, compared_periods.period_0, links_1.period_on,
            links_1.from_stage, links_1.window_days
    )
),

-- Without the amounts of the wins there is no revenue to speak of.
chained as (
    select results.result, paired.*
    from results
    inner join paired
        on (results.result = 'revenue' and paired.has_amount and paired.is_known)
        or (results.result = 'wins' and paired.link != 'amount_per_win')
),

products as (
    select
        *,
        coalesce({{ ordered_product('factor_0', 'before') }}, 1) as before_0,
        coalesce({{ ordered_product('factor_1', 'before') }}, 1) as before_1,
        coalesce({{ ordered_product('factor_0', 'after') }}, 1) as after_0,
        coalesce({{ ordered_product('factor_1', 'after') }}, 1) as after_1,
        {{ ordered_product('factor_0', 'whole') }} as total_0,
        {{ ordered_product('factor_1', 'whole') }} as total_1
    from chained
    window
        whole as (
            partition by
                result, period_grain, period_0, period_1, from_stage, window_days
            order by stage_order asc nulls last
            rows between unbounded preceding and unbounded following
        ),
        before as (
            partition by
                result, period_grain, period_0, period_1, from_stage, window_days
            order by stage_order asc nulls last
            rows between unbounded preceding and 1 preceding
        ),
        after as (
            partition by
                result, period_grain, period_0, period_1, from_stage, window_days
            order by stage_order desc nulls last
            rows between unbounded preceding and 1 preceding
        )
)

-- Link by link from the old to the new, from both ends of the chain, and the mean.
select
    period_grain,
    comparison,
    from_stage,
    result,
    link,
    stage,
    stage_before,

    window_days,
    stage_order,
    value_0,
    value_1,
    (factor_1 - factor_0) * (before_1 * after_0 + before_0 * after_1) / 2 as part,
    total_0,
    total_1,

    period_0,
    period_1
from products
