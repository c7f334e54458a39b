-- id: tree_follows_from_the_targets
-- table: marts.mart_kpi_tree
-- kind: adding up
-- promise: The revenue of every target of the book is planned, teams add up to their
--   group, groups to the company and months to what is longer; a step needs what the
--   next one needs, less what begins there, at the rate to it, as much earlier as it
--   takes; what has begun, and is not before the first day on record, has an actual;
--   forecasts lie in their range and never below what has come.
with tree as (
    select * from {batch}
),

root as (
    select * from tree where step = 'revenue'
),

asked as (
    select
        period_grain, period_on, source_group,
        coalesce(owner_team, 'all') as owner_team, sum(target_amount) as amount
    from book.kpi_targets
    group by period_grain, period_on, source_group, coalesce(owner_team, 'all')
),

company as (
    select period_grain, period_on, sum(plan) as plan
    from root
    where source_group <> 'all' and owner_team = 'all'
    group by period_grain, period_on
),

company_root as (
    select * from root where source_group = 'all'
),

team_groups as (
    select period_grain, period_on, source_group, sum(plan) as plan
    from root
    where owner_team <> 'all'
    group by period_grain, period_on, source_group
),

-- Of what is itself a sum a longer period may have fewer parts than a month of it.
longer as (
    select *
    from root
    where
        period_grain <> 'month'
        and source_group <> 'all'
        and (
            owner_team <> 'all'
            or source_group not in (select source_group from team_groups)
        )
),

month_sums as (
    select
        longer.period_grain, longer.period_on, longer.source_group, longer.owner_team,
        longer.plan, sum(months.plan) as months_plan, count(months.period_on) as months,
        date_diff('month', longer.period_on, longer.to_on) as months_in_it
    from longer
    left join root as months
        on months.period_grain = 'month'
        and months.source_group = longer.source_group
        and months.owner_team = longer.owner_team
        and months.period_on >= longer.period_on
        and months.period_on < longer.to_on
    group by
        longer.period_grain, longer.period_on, longer.source_group, longer.owner_team,
        longer.plan, longer.to_on
),

step_counts as (
    select
        period_grain, period_on, source_group, owner_team, count(*) as steps,
        max(count(*)) over (partition by source_group) as most_steps
    from tree
    group by period_grain, period_on, source_group, owner_team
),

records as (
    select min(day_on) as first_on from dimensions.dim_days
),

followed as (
    select
        tree.*,
        later.step is not null as has_next,
        later.plan as next_plan,
        later.mean_amount as next_amount,
        -- Of what nobody has entered nothing begins there.
        later.plan * (1 - coalesce(later.direct_share, 0)) as next_from_here,
        root.to_on as period_end_on,
        tree.from_on <= run.as_of_on as has_begun,
        tree.to_on <= run.as_of_on as has_ended,
        coalesce(tree.to_on > records.first_on, false) as is_on_record
    from tree
    cross join intermediate.int_run as run
    cross join records
    left join tree as later
        on later.period_grain = tree.period_grain
        and later.period_on = tree.period_on
        and later.source_group = tree.source_group
        and later.owner_team = tree.owner_team
        and later.step = tree.next_step
    left join root
        on root.period_grain = tree.period_grain
        and root.period_on = tree.period_on
        and root.source_group = tree.source_group
        and root.owner_team = tree.owner_team
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
select
    coalesce(company.period_grain, company_root.period_grain),
    coalesce(company.period_on, company_root.period_on),
    'all',
    'all',
    'revenue'
from company
full outer join company_root
    on company_root.period_grain = company.period_grain
    and company_root.period_on = company.period_on
where
    company.plan is null
    or company_root.plan is null
    or abs(company.plan - company_root.plan) > 0.1
union
select
    team_groups.period_grain,
    team_groups.period_on,
    team_groups.source_group,
    'all',
    'revenue'
from team_groups
left join root
    on root.period_grain = team_groups.period_grain
    and root.period_on = team_groups.period_on
    and root.source_group = team_groups.source_group
    and root.owner_team = 'all'
where root.plan is null or abs(root.plan - team_groups.plan) > 0.1
union
select period_grain, period_on, source_group, owner_team, 'revenue'
from month_sums
where months <> months_in_it or abs(months_plan - plan) > 0.1
union
select period_grain, period_on, source_group, owner_team, 'revenue'
from step_counts
where steps <> most_steps
union
select
    period_grain,
    period_on,
    source_group,
    owner_team,
    step
from followed
where
    has_next = (step = 'revenue')
    or (
        step = 'won'
        and (
            (plan is null) <> (next_plan / nullif(next_amount, 0) is null)
            or abs(plan * next_amount - next_plan) > 0.01 * (next_amount + plan + 1)
        )
    )
    or (
        step not in ('revenue', 'won')
        and (
            (plan is null) <> (next_from_here / nullif(rate, 0) is null)
            -- The plan is told in hundredths, the rate with nine digits.
            or abs(plan * rate - next_from_here) > 0.02 + 1e-8 * plan
        )
    )
    or abs(
        coalesce(rate, -1)
        - coalesce(cast(rate_converted as double) / nullif(rate_entered, 0), -1)
    ) > 1e-8
    or from_on is distinct from period_on - cast(lead_time_days as integer)
    or to_on is distinct from period_end_on - cast(lead_time_days as integer)
    or (
        step = 'revenue'
        and to_on <> period_on + to_months(
            case period_grain when 'month' then 1 when 'quarter' then 3 else 12 end
        )
    )
    or is_begun is distinct from has_begun
    or is_closed is distinct from has_ended
    or (is_on_record and is_begun) <> (actual is not null)
    or is_on_record <> (forecast is not null)
    or is_on_record <> (forecast_lower is not null)
    or is_on_record <> (forecast_upper is not null)
    or forecast_lower > forecast
    or forecast_upper < forecast
    or forecast_lower < actual
    or (is_closed and forecast <> actual)
    or abs(plan_to_date - plan * elapsed_share) > 0.02 + 1e-8 * plan
    or abs(coalesce(pace_ratio, -1) * plan_to_date - actual)
    > 0.01 * (1 + coalesce(pace_ratio, 0)) + 1e-8 * plan_to_date
