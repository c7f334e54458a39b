-- id: outcome_changes_add_up
-- table: marts.mart_outcome_changes
-- kind: adding up
-- promise: The links of either side multiply to its total; each link's part is what the
--   total changes by as it goes over from old to new, on average of going from either
--   end of the chain; and the parts add up to the change within 1e-6 of it.
with changes as (
    select * from {batch}
),

-- A link that one side does not have counts with the other's; what neither has is 0.
links as (
    select
        *,
        coalesce(value_0, value_1, 0) as factor_0,
        coalesce(value_1, value_0, 0) as factor_1
    from changes
),

others as (
    select
        links.period_grain, links.period_0, links.period_1, links.from_stage,
        links.window_days, links.result, links.link_number,
        product(case when others.link_number < links.link_number then others.factor_1
            else others.factor_0 end) as new_before,
        product(case when others.link_number < links.link_number then others.factor_0
            else others.factor_1 end) as old_before
    from links
    inner join links as others
        on others.period_grain = links.period_grain
        and others.period_0 = links.period_0
        and others.period_1 = links.period_1
        and others.from_stage = links.from_stage
        and others.window_days = links.window_days
        and others.result = links.result
        and others.link_number <> links.link_number
    group by
        links.period_grain, links.period_0, links.period_1, links.from_stage,
        links.window_days, links.result, links.link_number
),

-- Shares are told to nine decimals, of which a large sum shows more.
chains as (
    select
        links.period_grain, links.period_0, links.period_1, links.from_stage,
        links.window_days, links.result,
        sum(links.part) as parts,
        min(links.total_0) as total_0, min(links.total_1) as total_1,
        max(links.total_0) as max_total_0, max(links.total_1) as max_total_1,
        product(coalesce(links.value_0, 0)) as product_0,
        product(coalesce(links.value_1, 0)) as product_1,
        max(links.link_number) as last_link, count(*) as links,
        count(*) filter (where links.link = 'volume') as volumes,
        count(*) filter (where links.link = 'amount_per_win') as amounts,
        count(*) filter (where links.link = 'rate' and links.stage = 'won') as wins,
        bool_or(
            abs(
                links.part - (links.factor_1 - links.factor_0)
                * (others.new_before + others.old_before) / 2
            ) > 1e-6 * greatest(
                10, abs(links.part), abs(others.new_before), abs(others.old_before)
            )
        ) as has_other_part
    from links
    left join others
        on others.period_grain = links.period_grain
        and others.period_0 = links.period_0
        and others.period_1 = links.period_1
        and others.from_stage = links.from_stage
        and others.window_days = links.window_days
        and others.result = links.result
        and others.link_number = links.link_number
    group by
        links.period_grain, links.period_0, links.period_1, links.from_stage,
        links.window_days, links.result
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
    or total_0 <> max_total_0
    or total_1 <> max_total_1
    or has_other_part
    or last_link <> links
    or volumes <> 1
    -- What does not lead to a win counts something else.
    or wins <> 1
    or amounts <> case when result = 'revenue' then 1 else 0 end
