-- One row per target period, group, team and step of its tree, money first.
with revenue as (
    select * from {{ ref('int_tree_revenue') }}
),

windows as (
    select * from {{ ref('int_target_windows') }}
),

target_entries as (
    select * from {{ ref('int_target_entries') }}
),

forecasts as (
    select *, 'won' as step from {{ ref('int_revenue_forecasts') }}
),

capacity as (
    select * from {{ ref('int_target_capacity') }}
),

sizes as (
    select period_grain, period_on, source_group, owner_team, mean_amount
    from windows
    group by period_grain, period_on, source_group, owner_team, mean_amount
)

select
    revenue.period_grain,
    revenue.source_group,
    revenue.owner_team,
    'revenue' as step,
    cast(null as varchar) as next_step,
    cast(null as varchar) as rate_basis,

    0 as depth,
    revenue.target_amount as plan,
    revenue.booked_amount as so_far,
    revenue.open_amount as ahead_open,
    revenue.new_amount as ahead_new,
    revenue.variance,
    sizes.mean_amount,
    cast(null as bigint) as rate_entered,
    cast(null as bigint) as rate_converted,
    cast(null as double) as rate,
    cast(null as bigint) as recycled,
    cast(null as double) as direct_share,
    cast(null as double) as recycled_share,
    cast(null as double) as capacity,
    cast(0 as bigint) as lead_time_days,

    revenue.period_on,
    revenue.period_on as from_on,
    revenue.period_end_on as to_on
from revenue
left join sizes
    on sizes.period_grain = revenue.period_grain
    and sizes.period_on = revenue.period_on
    and sizes.source_group = revenue.source_group
    and sizes.owner_team = revenue.owner_team
union all
select
    windows.period_grain,
    windows.source_group,
    windows.owner_team,
    windows.stage,
    coalesce(windows.next_stage, 'revenue'),
    windows.rate_basis,
    row_number() over (
        partition by
            windows.period_grain, windows.period_on, windows.source_group,
            windows.owner_team
        order by windows.stage_order desc nulls last
    ),
    windows.needed,
    target_entries.entries,
    forecasts.open_wins,
    coalesce(forecasts.new_wins, target_entries.entries_ahead),
    coalesce(forecasts.wins_variance, target_entries.entries_ahead),
    null,
    windows.rate_entered,
    windows.rate_converted,
    windows.rate,
    target_entries.entries_recycled,
    windows.direct_share,
    windows.recycled_share,
    case
        when windows.source_group = 'all' and windows.owner_team = 'all'
            then capacity.leads
    end,
    windows.lead_time_days,
    windows.period_on,
    windows.from_on,
    windows.to_on
from windows
left join target_entries
    on target_entries.period_grain = windows.period_grain
    and target_entries.period_on = windows.period_on
    and target_entries.source_group = windows.source_group
    and target_entries.owner_team = windows.owner_team
    and target_entries.stage = windows.stage
left join forecasts
    on forecasts.period_grain = windows.period_grain
    and forecasts.period_on = windows.period_on
    and forecasts.source_group = windows.source_group
    and forecasts.owner_team = windows.owner_team
    and forecasts.step = windows.stage
left join capacity
    on capacity.period_grain = windows.period_grain
    and capacity.period_on = windows.period_on
    and capacity.stage = windows.stage
