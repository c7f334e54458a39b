-- id: tree_follows_from_the_targets
-- table: marts.mart_kpi_tree
-- kind: adding up
-- promise: The revenue of every target of the book is planned, groups add up to the
--   company and months to the year; a step needs what the next one needs, less what
--   begins there, at the rate to it; forecasts lie in their range and never below what
--   has come.
with tree as (
    select * from {batch}
),

root as (
    select * from tree where step = 'revenue'
),

asked as (
    select
        targets.period_grain, targets.period_on, targets.source_group,
        coalesce(targets.owner_team, 'all') as owner_team,
        sum(targets.target_amount) as amount
    from book.kpi_targets as targets
    group by all
),

company as (
    select period_grain, period_on, sum(plan) as plan
    from root
    where source_group <> 'all' and owner_team = 'all'
    group by period_grain, period_on
),

years as (
    select
        year.period_grain, year.period_on, year.source_group, year.owner_team,
        min(year.plan) as plan, sum(months.plan) as months_plan, count(*) as months
    from root as year
    inner join root as months
        on months.period_grain = 'month'
        and months.source_group = year.source_group
        and months.owner_team = year.owner_team
        and months.period_on >= year.period_on
        and months.period_on < year.to_on
    where year.period_grain = 'year'
    group by
        year.period_grain, year.period_on, year.source_group, year.owner_team
)

select
    asked.period_grain,
    asked.period_on,
    asked.source_group,
    asked.owner_team,
    'revenue' as step
from asked
left join root
    on root.period_grain = asked.period_grain
    and root.period_on = asked.period_on
    and root.source_group = asked.source_group
    and root.owner_team = asked.owner_team
where root.plan is null or abs(root.plan - asked.amount) > 0.01
union
select root.period_grain, root.period_on, root.source_group, root.owner_team, root.step
from root
left join company
    on company.period_grain = root.period_grain
    and company.period_on = root.period_on
where
    root.source_group = 'all'
    and (company.plan is null or abs(company.plan - root.plan) > 0.1)
union
select period_grain, period_on, source_group, owner_team, 'revenue'
from years
where months <> 12 or abs(months_plan - plan) > 1
union
select
    tree.period_grain,
    tree.period_on,
    tree.source_group,
    tree.owner_team,
    tree.step
from tree
left join tree as later
    on later.period_grain = tree.period_grain
    and later.period_on = tree.period_on
    and later.source_group = tree.source_group
    and later.owner_team = tree.owner_team
    and later.step = tree.next_step
where
    (
        tree.step = 'won'
        and abs(tree.plan * later.mean_amount - later.plan)
        > 0.01 * (later.mean_amount + tree.plan + 1)
    )
    or (
        tree.step not in ('revenue', 'won')
        and abs(tree.plan * tree.rate - later.plan * (1 - later.direct_share)) > 0.02
    )
    or tree.forecast < tree.actual
    or tree.forecast_lower > tree.forecast
    or tree.forecast_upper < tree.forecast
    or tree.forecast_lower < tree.actual
    or (tree.is_closed and tree.forecast <> tree.actual)
    or (not tree.is_begun and tree.actual is not null)
